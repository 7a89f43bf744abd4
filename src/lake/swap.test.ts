import { spawn } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EnvironmentError, UsageError } from '../errors.ts';
import { abandonAll, writeWhole } from './swap.ts';

let parent = '';
let out = '';
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'swap-'));
  out = join(parent, 'out');
});
afterEach(() => {
  rmSync(parent, { recursive: true });
});

function fill(text: string) {
  return (dir: string): Promise<void> => {
    mkdirSync(join(dir, 'inner'));
    writeFileSync(join(dir, 'inner', 'rows.csv'), text);
    writeFileSync(join(dir, 'manifest.json'), text);
    return Promise.resolve();
  };
}

function found(): string {
  return readFileSync(join(out, 'inner', 'rows.csv'), 'utf8');
}

/** Nothing is beside the output. */
function expectTidy(): void {
  expect(readdirSync(parent)).toEqual(['out']);
}

/** Process id of a process that is no more. */
async function deadPid(): Promise<number> {
  const child = spawn(process.execPath, ['-e', '']);
  await once(child, 'exit');
  return child.pid ?? 0;
}

describe('the output', () => {
  it('is made, with the folders above it', async () => {
    await writeWhole(join(parent, 'a', 'b'), fill('1'));
    expect(readFileSync(join(parent, 'a', 'b', 'manifest.json'), 'utf8')).toBe('1');
  });

  it('takes the place of the one before, and of an empty folder', async () => {
    mkdirSync(out);
    await writeWhole(out, fill('1'));
    writeFileSync(join(out, 'left-over'), '');
    await writeWhole(out, fill('2'));
    expect(found()).toBe('2');
    expect(existsSync(join(out, 'left-over'))).toBe(false);
    expectTidy();
  });

  it('isn’t there before it is whole', async () => {
    await writeWhole(out, fill('1'));
    await writeWhole(out, async (dir) => {
      await fill('2')(dir);
      expect(found()).toBe('1');
    });
    expect(found()).toBe('2');
  });

  it('stays as it was where writing fails', async () => {
    await writeWhole(out, fill('1'));
    const failure = new Error('the engine broke');
    await expect(
      writeWhole(out, async (dir) => {
        await fill('2')(dir);
        throw failure;
      }),
    ).rejects.toBe(failure);
    expect(found()).toBe('1');
    expectTidy();
  });

  it.each([
    ['ENOSPC', /no space/],
    ['EACCES', /permission/],
    ['EROFS', /read-only/],
  ])('stays as it was on %s, with a word on what to do', async (code, remedy) => {
    await writeWhole(out, fill('1'));
    const failing = writeWhole(out, () => Promise.reject(Object.assign(new Error('x'), { code })));
    await expect(failing).rejects.toThrow(EnvironmentError);
    await expect(failing).rejects.toThrow(remedy);
    expect(found()).toBe('1');
    expectTidy();
  });

  it('is that of the run that ends last, where two run at once', async () => {
    await writeWhole(out, fill('0'));
    const slow = writeWhole(out, async (dir) => {
      await fill('slow')(dir);
      await writeWhole(out, fill('quick'));
      expect(found()).toBe('quick');
    });
    await slow;
    expect(found()).toBe('slow');
    expectTidy();
  });

  it('is one of theirs, whole, where many run at once', async () => {
    const names = ['1', '2', '3', '4', '5', '6'];
    await Promise.all(names.map((name) => writeWhole(out, fill(name))));
    expect(names).toContain(found());
    expect(readFileSync(join(out, 'manifest.json'), 'utf8')).toBe(found());
    expectTidy();
  });

  it('may be a link to a folder, which stays one', async () => {
    const real = join(parent, 'real');
    mkdirSync(real);
    symlinkSync(real, out);
    await writeWhole(out, fill('1'));
    expect(readFileSync(join(real, 'manifest.json'), 'utf8')).toBe('1');
    expect(found()).toBe('1');
  });
});

describe('what is not ours', () => {
  it('a file is not replaced', async () => {
    writeFileSync(out, 'mine');
    await expect(writeWhole(out, fill('1'))).rejects.toThrow(new UsageError(`${out} is a file: name a folder`));
    expect(readFileSync(out, 'utf8')).toBe('mine');
  });

  it('a folder with other files is not replaced', async () => {
    mkdirSync(out);
    writeFileSync(join(out, 'thesis.doc'), 'mine');
    await expect(writeWhole(out, fill('1'))).rejects.toThrow(UsageError);
    expect(readdirSync(out)).toEqual(['thesis.doc']);
    expectTidy();
  });

  it('nor one that came to be meanwhile', async () => {
    const late = writeWhole(out, async (dir) => {
      await fill('1')(dir);
      mkdirSync(out);
      writeFileSync(join(out, 'thesis.doc'), 'mine');
    });
    await expect(late).rejects.toThrow(UsageError);
    expect(readdirSync(out)).toEqual(['thesis.doc']);
    expectTidy();
  });

  it('the marks of ours can be others', async () => {
    mkdirSync(out);
    writeFileSync(join(out, 'answers.csv'), '');
    await writeWhole(out, fill('1'), { marks: ['answers.csv'] });
    expect(found()).toBe('1');
  });

  it.each(['lake', 'lake/source', 'lake/new'])('%s, of a lake, is not replaced', async (path) => {
    const source = join(parent, 'lake', 'source');
    mkdirSync(source, { recursive: true });
    writeFileSync(join(parent, 'lake', 'lake.json'), '{}');
    for (const name of ['manifest.json', 'issues.csv', 'Patient.ndjson']) writeFileSync(join(source, name), 'pulled');
    writeFileSync(join(parent, 'lake', 'manifest.json'), '');
    for (const marks of [['manifest.json'], ['issues.csv']])
      await expect(writeWhole(join(parent, path), fill('1'), { marks })).rejects.toThrow(/part of a lake/);
    expect(readFileSync(join(source, 'Patient.ndjson'), 'utf8')).toBe('pulled');
    expect(readdirSync(join(parent, 'lake')).sort()).toEqual(['lake.json', 'manifest.json', 'source']);
    await writeWhole(source, fill('2'), { intoLake: true });
    expect(readFileSync(join(source, 'manifest.json'), 'utf8')).toBe('2');
  });

  it('the root of the file system is no output', async () => {
    await expect(writeWhole('/', fill('1'))).rejects.toThrow(UsageError);
  });

  it('a path through a file is refused', async () => {
    writeFileSync(join(parent, 'file'), '');
    await expect(writeWhole(join(parent, 'file', 'out'), fill('1'))).rejects.toThrow(EnvironmentError);
  });
});

describe('after a kill', () => {
  const script = `
    import { writeFileSync } from 'node:fs';
    import { abandonAll, writeWhole } from ${JSON.stringify(new URL('./swap.ts', import.meta.url).href)};
    process.on('SIGTERM', () => { abandonAll(); process.exit(143); });
    await writeWhole(process.argv[1], async (dir) => {
      writeFileSync(dir + '/manifest.json', '2');
      process.stdout.write('half');
      await new Promise((resolve) => setTimeout(resolve, 60_000));
    });`;

  async function killInTheMiddle(signal: NodeJS.Signals): Promise<void> {
    const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', script, out], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(child.stdout, 'data');
    expect(found()).toBe('1');
    child.kill(signal);
    await once(child, 'exit');
  }

  it('SIGKILL leaves the output before; the next run tidies up', async () => {
    await writeWhole(out, fill('1'));
    await killInTheMiddle('SIGKILL');
    expect(found()).toBe('1');
    expect(readdirSync(parent)).toHaveLength(2);
    await writeWhole(out, fill('3'));
    expect(found()).toBe('3');
    expectTidy();
  });

  it('SIGTERM leaves the output before, and nothing else', async () => {
    await writeWhole(out, fill('1'));
    await killInTheMiddle('SIGTERM');
    expect(found()).toBe('1');
    expectTidy();
  });

  it('between the two renames the output before is put back, even if the next run fails', async () => {
    await writeWhole(out, fill('1'));
    const pid = await deadPid();
    const { renameSync } = await import('node:fs');
    renameSync(out, join(parent, `.out.${pid}-1.previous`));
    mkdirSync(join(parent, `.out.${pid}-1.partial`));
    await expect(writeWhole(out, () => Promise.reject(new Error('again')))).rejects.toThrow('again');
    expect(found()).toBe('1');
    expectTidy();
  });

  it('after the swap the output is the new one', async () => {
    await writeWhole(out, fill('2'));
    const previous = join(parent, `.out.${await deadPid()}-1.previous`);
    mkdirSync(previous);
    await expect(writeWhole(out, () => Promise.reject(new Error('again')))).rejects.toThrow('again');
    expect(found()).toBe('2');
    expectTidy();
  });

  it('what a living process writes is left alone, and what is of another output', async () => {
    const others = [
      `.out.${process.ppid}-1.partial`,
      '.other.1-1.partial',
      `.out.x.${await deadPid()}-1.partial`,
      '.out.partial',
    ];
    for (const name of others) mkdirSync(join(parent, name));
    await writeWhole(out, fill('1'));
    expect(readdirSync(parent).sort()).toEqual([...others, 'out'].sort());
  });

  it('abandonAll removes what is half written', async () => {
    await writeWhole(out, fill('1'));
    const abandoned = writeWhole(out, async (dir) => {
      await fill('2')(dir);
      abandonAll();
    });
    await expect(abandoned).rejects.toThrow();
    expect(found()).toBe('1');
    expectTidy();
  });
});

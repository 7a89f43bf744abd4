import { expect } from 'vitest';
import { readFileSync, writeFileSync } from 'node:fs';
import { on, pages, withEntries } from '../misdeeds.ts';
import { linesOf, resourceIn, sourcesIn } from '../lake.ts';
import { oneMore } from '../records.ts';
import type { Scenario, Scenarios, World } from '../scenario.ts';
import { FhirServer } from '../server/fhir-server.ts';
import type { Fault } from '../server/exchange.ts';
import { filesBelow } from '../../house/tree.ts';

const QUESTION = ['--from', '2026-03-01', '--to', '2026-03-31', '--no-readings', '--format', 'csv'];

/** Encounters as one more page's text says them, where JSON.stringify could not. */
function writtenAs(...resources: readonly string[]): Fault {
  return on(/^(Encounter|export-file\/Encounter\.ndjson)$/, (ask, reply) => {
    if (ask.path !== 'Encounter')
      return { ...reply, body: reply.body.toString() + resources.map((one) => `${one}\n`).join('') };
    if (ask.url.searchParams.has('_page') || ask.url.searchParams.get('_summary') === 'count') return undefined;
    const entries = resources.map((resource) => `{"resource":${resource},"search":{"mode":"match"}},`).join('');
    return { ...reply, body: reply.body.toString().replace('"entry":[', `"entry":[${entries}`) };
  });
}

const encounter = (id: string, more: string): string =>
  `{"resourceType":"Encounter","id":"${id}","meta":{"versionId":"1"},"status":"finished","class":{"code":"AMB"},"subject":{"reference":"Patient/ash"},"period":{"start":"2026-03-20T10:00:00-05:00"}${more}}`;

/** A manifest that doesn't say how many resources a file has. */
const UNCOUNTED: Fault = on(/^export-status\//, (_, reply) => ({
  ...reply,
  body: reply.body.toString().replace(/,"count":\d+/g, ''),
}));

/** Pulls with further Encounters by bulk. */
function pulled(faults: readonly Fault[], verify: Scenario['verify']): Scenario {
  return {
    faults: () => [...faults, UNCOUNTED],
    play: ({ pull }) => pull('--bulk'),
    ...(verify !== undefined && { verify }),
  };
}

async function pullAndCheck(world: World): Promise<Awaited<ReturnType<World['run']>>> {
  await world.pull();
  return await world.run(['check', world.lake, ...QUESTION, '--out', world.at('check')]);
}

export const DATA: Scenarios = {
  'references-of-every-kind': {
    faults: ({ server, other }) => {
      const kinds = [
        `${other.base}/Practitioner/x`,
        'urn:uuid:7f0e3c5a-0000-4000-8000-000000000000',
        '#inside',
        'Practitioner/x/_history/3',
        'Practitioner?identifier=a|b',
        'Practitioner/nobody',
      ];
      const participant = [
        ...kinds.map((reference) => ({ individual: { reference } })),
        { individual: { identifier: { value: 'x' } } },
      ];
      server.store.put(oneMore('refers', { participant, contained: [{ resourceType: 'Practitioner', id: 'inside' }] }));
      return [];
    },
    play: pullAndCheck,
    verify: ({ lake, other }) => {
      expect(other.asked).toEqual([]);
      expect(resourceIn(lake, 'Encounter/refers')).toHaveProperty('participant.length', 7);
    },
  },
  'one-id-on-two-servers': {
    play: async (world) => {
      await world.pull('--source', 'first');
      const second = await FhirServer.start({ resources: [oneMore('ash-1')] });
      try {
        return await world.run([
          'pull',
          second.base,
          '--into',
          world.lake,
          '--source',
          'second',
          '--search',
          '--no-parquet',
        ]);
      } finally {
        await second.stop();
      }
    },
    verify: ({ lake }) => {
      const texts = sourcesIn(lake).map((source) => readFileSync(`${source}/Encounter.ndjson`, 'utf8'));
      expect(texts.map((text) => text.split('"id":"ash-1"').length - 1)).toEqual([1, 1]);
    },
  },
  'a-reference-full-of-regex': {
    faults: ({ server }) => {
      server.store.put(
        oneMore('regex', { participant: [{ individual: { reference: `Practitioner/${'(a+)+'.repeat(50)}$[` } }] }),
      );
      return [];
    },
    play: pullAndCheck,
  },
  'dates-that-are-partial': {
    faults: ({ server }) => {
      server.store.put(oneMore('month', { period: { start: '2026-03' } }));
      server.store.put(oneMore('clocks', { period: { start: '2026-03-08T02:30:00' } }));
      server.store.put(
        oneMore('midnight', { period: { start: '2026-03-31T23:59:59-04:00', end: '2026-04-01T00:10:00-04:00' } }),
      );
      return [];
    },
    play: pullAndCheck,
    verify: ({ lake, at }) => {
      for (const id of ['month', 'clocks', 'midnight']) expect(resourceIn(lake, `Encounter/${id}`)).toBeDefined();
      expect(readFileSync(at('check', 'issues.csv'), 'utf8')).toContain('Encounter/clocks');
    },
  },
  'an-end-before-the-start': {
    faults: ({ server }) => {
      server.store.put(
        oneMore('backwards', { period: { start: '2026-03-20T10:00:00-04:00', end: '2026-03-19T10:00:00-04:00' } }),
      );
      server.store.put(oneMore('open', { period: { start: '2026-03-20T10:00:00-04:00' } }));
      return [];
    },
    play: pullAndCheck,
    verify: ({ at }) => {
      const issues = readFileSync(at('check', 'issues.csv'), 'utf8');
      expect(issues).toContain('Encounter/backwards');
      expect(issues).not.toContain('Encounter/open');
    },
  },
  'numbers-that-are-exact': pulled(
    [
      writtenAs(
        encounter(
          'exact',
          ',"length":{"value":0.10,"code":"min"},"extension":[{"url":"x","valueInteger":9007199254740993}]',
        ),
      ),
    ],
    ({ lake }) => {
      const [line] = linesOf(lake, 'Encounter').filter((one) => one.includes('"exact"'));
      expect(line).toContain('0.10');
      expect(line).toContain('9007199254740993');
    },
  ),
  'a-number-too-large': pulled([writtenAs(encounter('huge', ',"length":{"value":1e400}'))], ({ lake }) => {
    expect(resourceIn(lake, 'Encounter/huge')).toBeUndefined();
  }),
  'a-lone-surrogate': pulled([writtenAs(encounter('surrogate', ',"text":{"div":"\\ud800"}'))], ({ lake }) => {
    expect(resourceIn(lake, 'Encounter/surrogate')).toBeUndefined();
  }),
  'a-nul': pulled([writtenAs(encounter('nul', ',"text":{"div":"a\\u0000b"}'))], ({ lake }) => {
    expect(resourceIn(lake, 'Encounter/nul')).toBeUndefined();
  }),
  'a-key-twice': pulled([writtenAs(encounter('twice', ',"status":"cancelled"'))], ({ lake }) => {
    expect(resourceIn(lake, 'Encounter/twice')).toBeUndefined();
  }),
  'keys-of-every-object': pulled(
    [writtenAs(encounter('proto', ',"__proto__":{"id":"polluted"},"constructor":{"prototype":{"isListed":true}}'))],
    ({ lake }) => {
      expect(linesOf(lake, 'Encounter').filter((line) => line.includes('"proto"'))).toHaveLength(1);
    },
  ),
  'entered-in-error': {
    faults: ({ server }) => {
      server.store.put(oneMore('wrong', { status: 'entered-in-error' }));
      server.store.put(oneMore('off', { status: 'cancelled' }));
      return [];
    },
    play: pullAndCheck,
    verify: ({ lake, at }) => {
      expect(resourceIn(lake, 'Encounter/wrong')).toBeDefined();
      expect(readFileSync(at('check', 'case-rate.csv'), 'utf8')).not.toMatch(/Encounter\/(wrong|off)/);
    },
  },
  'a-type-of-another-release': {
    faults: () => [
      pages('Encounter', (bundle, { url }) =>
        url.searchParams.has('_page')
          ? undefined
          : withEntries(bundle, (all) => [
              ...all,
              { resource: { resourceType: 'NutritionIntake', id: 'r5' }, search: { mode: 'match' } },
            ]),
      ),
    ],
  },
  'nulls-and-underscores': pulled(
    [
      writtenAs(
        encounter(
          'nulls',
          ',"_status":{"id":"s"},"text":null,"serviceProvider":{"display":"x","_display":{"extension":[{"url":"x","valueCode":"y"}]}}',
        ),
      ),
    ],
    ({ lake }) => {
      expect(resourceIn(lake, 'Encounter/nulls')).toHaveProperty('_status.id', 's');
    },
  ),
  'no-id': pulled([writtenAs(encounter('x', '').replace('"id":"x",', ''))], undefined),
  'no-subject': {
    faults: () => [writtenAs(encounter('nobody', '').replace('"subject":{"reference":"Patient/ash"},', '')), UNCOUNTED],
    // The lake keeps it, as sessions of supervision are about nobody; whoever judges it lays it aside.
    play: async ({ pull, run, lake, at }) => {
      await pull('--bulk');
      return await run(['check', lake, ...QUESTION, '--out', at('check')]);
    },
    verify: ({ at }) => {
      expect(readFileSync(at('check', 'issues.csv'), 'utf8')).toMatch(/Encounter\/nobody,required,error/);
    },
  },
  'no-class': pulled([writtenAs(encounter('classless', '').replace('"class":{"code":"AMB"},', ''))], ({ lake }) => {
    expect(resourceIn(lake, 'Encounter/classless')).toBeDefined();
  }),
  'csv-with-a-mark-and-ragged-rows': {
    play: ({ at, run }) => {
      writeFileSync(
        at('members.csv'),
        '\ufeffmember_id,family,given,birth_date,gender,language,medicaid_id\nm-1,Zephyrine,A,1971-03-07,female,en,MH1\nm-2,Zephyrine\n',
      );
      return run(['map', 'cbhc-extract', at('members.csv'), '--out', at('mapped')]);
    },
    verify: ({ at }) => {
      expect(readFileSync(at('mapped', 'issues.csv'), 'utf8')).toMatch(/members\.csv,3,/);
    },
  },
  'csv-that-a-spreadsheet-would-run': {
    play: ({ at, run }) => {
      const names = ['=1+1', '+1', '-1', '@x', '\tx', '\rx', ' =1', '\u00a0=1', 'x\n=1'];
      const patients = names.map((family, index) =>
        JSON.stringify({ resourceType: 'Patient', id: `p${index}`, name: [{ family }] }),
      );
      writeFileSync(at('Patient.ndjson'), `${patients.join('\n')}\n`);
      const view = {
        resourceType: 'ViewDefinition',
        resource: 'Patient',
        status: 'active',
        select: [{ column: [{ name: 'family', path: 'name.family' }] }],
      };
      writeFileSync(at('view.json'), JSON.stringify(view));
      return run(['view', at('view.json'), at('Patient.ndjson'), '--out', at('rows.csv')]);
    },
    verify: ({ at }) => {
      const text = readFileSync(at('rows.csv'), 'utf8');
      expect(text.match(/(^|\n)"?'/g)).toHaveLength(9);
    },
  },
  'duckdb-is-never-told-to-ignore-errors': {
    play: ({ run }) => run(['--version']),
    verify: () => {
      const told = filesBelow('src', '.ts', '.sql').filter(({ text }) =>
        /ignore_errors\s*(=>?|:)\s*['"]?true/i.test(text),
      );
      expect(told.map(({ path }) => path)).toEqual([]);
    },
  },
};

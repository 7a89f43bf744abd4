#!/usr/bin/env node
import { enableCompileCache } from 'node:module';
import { COMMANDS, overview } from './commands.ts';
import { EXIT, exitCodeOf, messageOf } from './failure.ts';
import { UsageError } from '../errors.ts';

// A command's code is compiled once, not at every start.
enableCompileCache();

/** Runs one command. Nothing of a command is loaded before it is needed. */
async function main([name, ...args]: readonly string[]): Promise<number> {
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    process.stdout.write(overview());
    return name === undefined ? 2 : 0;
  }
  if (name === '--version') {
    const { version } = await import('./version.ts');
    process.stdout.write(`${version()}\n`);
    return 0;
  }
  const command = COMMANDS.find((one) => one.name === name);
  if (command === undefined) throw new UsageError(`there is no command ${name}; see: peerbridge --help`);
  if (args.includes('--help') || args.includes('-h')) {
    process.stdout.write(command.help);
    return 0;
  }
  const run = await command.load();
  return await run(args);
}

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // Whoever reads may have read enough; whatever else keeps the answer from being written is a failure.
  if (error.code === 'EPIPE') return;
  process.stderr.write(`peerbridge: the output cannot be written (${error.code ?? 'unknown'}): check space\n`);
  process.once('exit', () => {
    process.exitCode = EXIT.failed;
  });
});
// Nobody is left to be told.
process.stderr.on('error', () => undefined);

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`peerbridge: ${messageOf(error)}\n`);
  process.exitCode = exitCodeOf(error);
}

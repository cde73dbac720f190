#!/usr/bin/env node
import { cli } from './cli';

// Who reads what is written may close before all of it is: that is no failure.
process.stdout.on('error', ({ code }: NodeJS.ErrnoException) => {
  process.exitCode = code === 'EPIPE' ? 0 : 1;
});

process.exitCode = cli(process.argv.slice(2), {
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  folder: process.cwd(),
});

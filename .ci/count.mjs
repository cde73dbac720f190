import { readFileSync } from 'node:fs';

// Prints what jest counted in its result files, as one line. A file that does not load, a skipped test or a run of none is a failure.
const results = process.argv.slice(2).map((file) => JSON.parse(readFileSync(file, 'utf8')));
const sum = (field) => results.reduce((total, result) => total + result[field], 0);
const failed = sum('numFailedTests') + sum('numRuntimeErrorTestSuites');
const left = sum('numPendingTests') + sum('numTodoTests');

if (left > 0) {
  process.stderr.write(`${left} tests did not run\n`);
}
process.stdout.write(`${sum('numPassedTests')} passed, ${failed} failed\n`);
process.exitCode = failed > 0 || left > 0 || results.length === 0 || results.some(({ numPassedTests, success }) => numPassedTests === 0 || !success) ? 1 : 0;

import { shared } from './jest.config.mjs';

/** Tests in a cluster whose pods really run, which tools/e2e.sh sets up. One file after another: each has the machine to itself, as its figures need. */
export default { ...shared, maxWorkers: 1, testTimeout: 120_000, displayName: 'e2e', testMatch: ['<rootDir>/test/e2e/*.e2e.ts'] };

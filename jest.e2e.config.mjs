import { shared } from './jest.config.mjs';

/** Tests in clusters whose pods really run, which tools/e2e.sh sets up. Most of the time they wait, for what a kubelet or a grace period takes, so several run side by side. */
export default { ...shared, maxWorkers: 6, testSequencer: './jest.sequencer.mjs', testTimeout: 300_000, displayName: 'e2e', testMatch: ['<rootDir>/test/e2e/*.e2e.ts'] };

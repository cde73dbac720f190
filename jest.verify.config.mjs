import { shared } from './jest.config.mjs';

/** Tests that run the real servers and shells, which tools/verify.sh sets up; those against a Kubernetes API server share one. */
export default {
  // Some of them only wait, for the patience of programs and for what kubectl allows itself.
  maxWorkers: 4,
  // Machines are busy; a test that hangs is told by what it waits for. Jest heeds no such limit of a single project.
  testTimeout: 120_000,
  testSequencer: './jest.sequencer.mjs',
  projects: [
    // Longer searches of tests that need Node alone.
    { ...shared, displayName: 'generated', testMatch: ['<rootDir>/test/*.verify.ts'] },
    { ...shared, displayName: 'verify', testMatch: ['<rootDir>/test/verify/**/*.verify.ts'], testPathIgnorePatterns: ['<rootDir>/test/verify/cluster/'] },
    {
      ...shared,
      displayName: 'cluster',
      testMatch: ['<rootDir>/test/verify/cluster/*.verify.ts'],
      globalSetup: '<rootDir>/test/verify/cluster/support/start-control-plane.ts',
      globalTeardown: '<rootDir>/test/verify/cluster/support/stop-control-plane.ts',
    },
  ],
};

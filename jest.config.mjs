/** What the tests of both configurations have in common. */
export const shared = {
  testEnvironment: 'node',
  // Sources before what jsii compiles beside them.
  moduleFileExtensions: ['ts', 'js', 'json'],
  modulePathIgnorePatterns: ['<rootDir>/build/'],
  transform: { '^.+\\.ts$': ['@swc/jest', { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'commonjs' } }] },
  // As the examples and those who install the package call it.
  moduleNameMapper: { '^cdk8s-jitsi$': '<rootDir>/lib' },
  // Else each use of one of them looks it up in the sandbox: a fifth of all time.
  sandboxInjectedGlobals: [
    'Array', 'BigInt', 'Boolean', 'Error', 'Function', 'JSON', 'Map', 'Math', 'Number', 'Object', 'Promise', 'Reflect', 'RegExp', 'Set', 'String', 'Symbol', 'TypeError', 'WeakMap', 'WeakSet',
    'isNaN', 'process',
  ],
  snapshotFormat: { escapeString: false, printBasicPrototype: false },
};

/** Tests that need Node alone. */
export default {
  ...shared,
  // The default leaves a core idle, which on two cores doubles the time.
  maxWorkers: '100%',
  // Some start processes, on machines that may be busy.
  testTimeout: 60_000,
  displayName: 'test',
  testMatch: ['<rootDir>/test/**/*.test.ts', '<rootDir>/examples/*/*.test.ts'],
};

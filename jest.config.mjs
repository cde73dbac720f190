const shared = {
  testEnvironment: 'node',
  // Sources before what jsii compiles beside them.
  moduleFileExtensions: ['ts', 'js', 'json'],
  modulePathIgnorePatterns: ['<rootDir>/build/'],
  transform: { '^.+\\.ts$': ['@swc/jest', { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'commonjs' } }] },
  snapshotFormat: { escapeString: false, printBasicPrototype: false },
};

export default {
  projects: [
    { ...shared, displayName: 'test', testMatch: ['<rootDir>/test/**/*.test.ts', '<rootDir>/examples/**/*.test.ts'] },
    { ...shared, displayName: 'verify', testMatch: ['<rootDir>/test/**/*.verify.ts'] },
  ],
};

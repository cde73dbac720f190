import { shared } from './jest.config.mjs';

/** Tests that run the real servers and shells, which tools/verify.sh sets up. */
export default { ...shared, displayName: 'verify', testMatch: ['<rootDir>/test/**/*.verify.ts'] };

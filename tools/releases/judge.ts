import { apiDiff, lastAssembly } from './api-diff';
import { builtAssembly } from './built';
import { releases } from './last';

const { compatible, text, idle } = apiDiff(lastAssembly(), builtAssembly());
process.stderr.write(compatible ? `public API: nothing that ${releases().at(-1) ?? ''} had is lost, but for what allowed-changes.txt names\n` : `${text}
What callers have written against the last release would no longer compile. Bring it back, as @deprecated if need be; or take the key in brackets into
test/releases/allowed-changes.txt, and say in CHANGELOG.md what to write instead (docs/decisions/0007-what-is-stable.md).
`);
process.stderr.write(idle.map((key) => `test/releases/allowed-changes.txt: nothing needs ${key}\n`).join(''));
process.exitCode = compatible && idle.length === 0 ? 0 : 1;

import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Figure } from '../figure';
import { ROOT } from '../package-build';
import { Effort } from '../rounds';

/** What the edge costs, and what it saves: real servers in a network of their own, which only another process can have. */
export async function* edge(effort: Effort): AsyncGenerator<Figure> {
  const setup = spawnSync(join(ROOT, 'tools/debian-root/setup.sh'), { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
  if (setup.status !== 0) {
    throw new Error('The edge is measured with the servers that tools/debian-root/setup.sh installs, which needs root and Debian; it says above what is missing.');
  }
  const child = spawn(join(ROOT, 'tools/own-network.sh'), [process.execPath, '--import', 'tsx', join(ROOT, 'bench/edge/main.ts'), ...(effort.smoke ? ['--smoke'] : [])], {
    cwd: ROOT, env: { ...process.env, DEBIAN_ROOT: setup.stdout.trim() }, stdio: ['ignore', 'pipe', 'inherit'],
  });
  const end = once(child, 'exit') as Promise<[number | null]>;
  for await (const line of createInterface(child.stdout)) {
    yield JSON.parse(line) as Figure;
  }
  const [code] = await end;
  if (code !== 0) {
    throw new Error('The edge could not be measured, see above. It takes root and the right to make a network of its own (unshare --net).');
  }
}

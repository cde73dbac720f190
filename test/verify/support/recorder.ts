import { existsSync, readFileSync } from 'node:fs';
import { Files } from './kubelet-folder';
import { Pod } from './pod';

/** Programs that note what every user of the machine could see of them, arguments and variables, before they become the real ones. */
export function recorders(...programs: readonly string[]): Files {
  return Object.fromEntries(programs.map((program) => [program, `#!/bin/sh
{
  printf '%s\\n' ${program} "$@"
  /usr/bin/tr '\\0' '\\n' < /proc/self/environ
} >> /opt/records/${program}
exec /usr/bin/${program} "$@"
`]));
}

/** What was noted of a program; nothing if it never ran. */
export function recorded(pod: Pod, program: string): string {
  const file = pod.path('records', program);
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}

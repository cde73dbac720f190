import { nearest } from '../validation/nearest';
import { optionLines, readArguments } from './arguments';
import { Command, Surroundings } from './command';
import { Failure, told } from './failure';
import { init } from './init';
import { packageVersion } from './package-file';
import { synth } from './synth';

const COMMANDS: Readonly<Record<string, Command>> = { synth, init };

/**
 * Runs the program.
 *
 * @param argv what follows its name.
 * @returns the code that it exits with: 0, 1 for wrong values and manifests that cannot be made, 2 for a wrong call.
 */
export function cli(argv: readonly string[], surroundings: Surroundings): 0 | 1 | 2 {
  const [name = '', ...rest] = argv;
  try {
    if (name === '--version') {
      surroundings.out(`${packageVersion()}\n`);
    } else if (name === '--help' || name === '-h' || name === 'help') {
      surroundings.out(generalHelp());
    } else {
      run(name, rest, surroundings);
    }
    return 0;
  } catch (error) {
    const command = Object.hasOwn(COMMANDS, name) ? ` ${name}` : '';
    const code = error instanceof Failure ? error.exitCode : 1;
    surroundings.err(`${told(error).split('\n').map((line) => `cdk8s-jitsi${command}: ${line}\n`).join('')}${code === 2 ? `See cdk8s-jitsi${command} --help.\n` : ''}`);
    return code;
  }
}

function run(name: string, argv: readonly string[], surroundings: Surroundings): void {
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (command === undefined) {
    const isOption = name.startsWith('-');
    const meant = nearest(name, isOption ? ['--version', '--help'] : Object.keys(COMMANDS));
    const problem = name === '' ? 'no command is given' : isOption ? `${name} is not expected before a command` : `there is no command ${name}`;
    throw new Failure(`${problem}; ${meant === undefined ? `there are ${Object.keys(COMMANDS).join(' and ')}` : `did you mean ${meant}?`}`, 2);
  }
  const given = readArguments(argv, command.options, command.operands);
  if (given.help) {
    surroundings.out(['Usage: cdk8s-jitsi', name, command.usage].join(' ') + `\n\n${command.purpose}\n\n${[...optionLines(command.options), '', ...command.notes].join('\n')}\n`);
  } else {
    command.run(given, surroundings);
  }
}

function generalHelp(): string {
  return [
    'Usage: cdk8s-jitsi COMMAND [options]', '', 'A complete Jitsi Meet for Kubernetes, as YAML.', '',
    ...Object.entries(COMMANDS).map(([name, { purpose }]) => `  ${name.padEnd(8)}${purpose}`), '',
    '  COMMAND --help   its options', '  --version        version of the package', '',
  ].join('\n');
}

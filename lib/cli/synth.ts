import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { App, Yaml } from 'cdk8s';
import { JitsiMeetChart } from '../index';
import { Given, only } from './arguments';
import { Command, NAMESPACE, PUBLIC_URL } from './command';
import { Failure, told } from './failure';
import { shown } from '../validation/violations';
import { folderInShell } from '../in-shell';
import { makeFolder } from './make-folder';
import { addressList, stackProps, StackValues } from './stack';

/** Id of the stack, and with it the prefix of all names. */
export const STACK_ID = 'jitsi';

/** The manifests alone, for those who want no program. */
export const synth: Command = {
  usage: '--public-url https://HOST [options]',
  purpose: 'write the manifests of a stack, and what to do with them on standard error',
  operands: 0,
  options: {
    'public-url': PUBLIC_URL,
    'namespace': NAMESPACE,
    'tls-secret': { value: 'NAME', says: ['Secret with your certificate', '(default: self-signed in the cluster)'] },
    'advertise-ip': { value: 'ADDRESS', says: ['address that browsers send media to; several', 'by comma, or the option again', '(default: read from the Service)'] },
    'output': { value: 'FOLDER', says: [`folder for ${STACK_ID}.k8s.yaml; - is standard output`, '(default: -)'] },
  },
  notes: [
    'cdk8s-jitsi synth --public-url https://meet.example.org | kubectl apply -f -',
    'What is beyond these options is said in code: cdk8s-jitsi init',
  ],
  run: ({ options }, { out, err, folder }) => {
    const output = only(options, 'output') ?? '-';
    const chart = chartOf(valuesOf(options));
    const text = Yaml.stringify(...(chart.toJson() as unknown[]));
    if (output === '-') {
      out(text);
    } else {
      write(resolve(folder, output), text);
    }
    err(chart.meet._summary(output === '-' ? '-' : folderInShell(output), '--tls-secret meet-tls for cdk8s-jitsi synth'));
  },
};

/** A stack in no app that writes anything. It throws what is wrong with the values. */
export function chartOf(values: StackValues): JitsiMeetChart {
  return new JitsiMeetChart(new App({ outdir: 'unused' }), STACK_ID, stackProps(values));
}

function write(folder: string, text: string): void {
  try {
    makeFolder(folder);
    writeFileSync(join(folder, `${STACK_ID}.k8s.yaml`), text);
  } catch (error) {
    throw new Failure(`--output: ${shown(folder)} cannot be written to: ${told(error)}`);
  }
}

function valuesOf(options: Given): StackValues {
  const publicUrl = only(options, 'public-url');
  if (publicUrl === undefined) {
    throw new Failure('--public-url is missing: --public-url https://meet.example.org', 2);
  }
  return { publicUrl, namespace: only(options, 'namespace'), tlsSecret: only(options, 'tls-secret'), advertiseIps: options['advertise-ip']?.flatMap(addressList) };
}

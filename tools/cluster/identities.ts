import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { API_SERVER, FIRST_SERVICE_ADDRESS, NODE, NODE_ADDRESS, SPARE_NODE } from './addresses';
import { output } from './programs';

/** Who asks the API server: file name of the kubeconfig, user, group. */
const USERS = [
  ['admin', 'admin', 'system:masters'],
  ['controller-manager', 'system:kube-controller-manager', ''],
  ['scheduler', 'system:kube-scheduler', ''],
  ['kubelet', `system:node:${NODE}`, 'system:nodes'],
  [SPARE_NODE, `system:node:${SPARE_NODE}`, 'system:nodes'],
  ['proxy', 'system:kube-proxy', 'system:node-proxier'],
] as const;

/** Writes keys, certificates, tokens and kubeconfigs of a cluster into its folder. */
export async function writeIdentities(folder: string): Promise<void> {
  const write = (file: string, text: string): void => {
    writeFileSync(join(folder, file), text, { mode: 0o600 });
  };
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256', privateKeyEncoding: { type: 'sec1', format: 'pem' }, publicKeyEncoding: { type: 'spki', format: 'pem' } });
  write('accounts.key', privateKey);
  write('accounts.pub', publicKey);

  const users = USERS.map(([file, user, group]) => ({ file, user, group, token: randomBytes(16).toString('hex') }));
  write('tokens.csv', users.map(({ token, user, file, group }) => [token, user, file, ...(group === '' ? [] : [group])].join(',')).join('\n'));
  users.forEach(({ file, token }) => {
    write(`${file}.conf`, kubeconfig(join(folder, 'ca.crt'), token));
  });

  await certificate(folder, 'ca', '/CN=ca', []);
  await Promise.all([
    certificate(folder, 'apiserver', '/CN=apiserver', [
      'IP:127.0.0.1', `IP:${NODE_ADDRESS}`, `IP:${FIRST_SERVICE_ADDRESS}`, 'DNS:kubernetes.default.svc', 'DNS:kubernetes.default', 'DNS:kubernetes', 'DNS:localhost',
    ]),
    certificate(folder, 'kubelet', `/CN=${NODE}`, [`IP:${NODE_ADDRESS}`, `DNS:${NODE}`]),
    certificate(folder, 'kubelet-client', '/O=system:masters/CN=apiserver-kubelet-client', ['DNS:apiserver']),
  ]);
}

/** One that the cluster's authority signed; without names, the authority's own. */
async function certificate(folder: string, name: string, subject: string, names: readonly string[]): Promise<void> {
  await output(['openssl', 'req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '30', '-subj', subject, '-keyout', `${name}.key`, '-out', `${name}.crt`,
    ...(names.length === 0 ? [] : ['-CA', 'ca.crt', '-CAkey', 'ca.key', '-addext', `subjectAltName=${names.join(',')}`, '-addext', 'basicConstraints=critical,CA:FALSE']),
  ], folder);
}

function kubeconfig(certificateAuthority: string, token: string): string {
  return JSON.stringify({
    'apiVersion': 'v1',
    'kind': 'Config',
    'clusters': [{ name: 'node', cluster: { 'server': API_SERVER, 'certificate-authority': certificateAuthority } }],
    'users': [{ name: 'user', user: { token } }],
    'contexts': [{ name: 'node', context: { cluster: 'node', user: 'user' } }],
    'current-context': 'node',
  });
}

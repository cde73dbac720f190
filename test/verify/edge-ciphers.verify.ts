import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { listed, tableOf } from '../support/markdown';
import { selfSigned } from './support/certificates';
import { inRoot, REPOSITORY } from './support/debian-root';
import { Edge } from './support/edge';
import { scopePerTest } from './support/scope';
import { HOST } from './support/stack';
import { temporaryFolder } from './support/temporary-folder';

const scope = scopePerTest();

/** Offers one protocol and one cipher after the other, all that OpenSSL has, weak ones and such without encryption too. Says what it tried and what was agreed on. */
const TRY_ALL = `
offer() {
  version=$1 cipher=$2
  shift 2
  echo "tried $version $cipher"
  # Quickly over: there is no request, and the edge's answer is not waited for.
  if openssl s_client -connect "$ADDRESS" -servername "$HOST" -"$version" "$@" </dev/null 2>/dev/null | grep -q "Cipher is $cipher$"; then
    echo "accepted $version $cipher"
  fi
}
for version in tls1 tls1_1 tls1_2; do
  for cipher in $(openssl ciphers -s -"$version" 'ALL:COMPLEMENTOFALL:@SECLEVEL=0' | tr : ' '); do
    offer "$version" "$cipher" -cipher "$cipher:@SECLEVEL=0"
  done
done
for cipher in TLS_AES_128_GCM_SHA256 TLS_AES_256_GCM_SHA384 TLS_CHACHA20_POLY1305_SHA256 TLS_AES_128_CCM_SHA256 TLS_AES_128_CCM_8_SHA256; do
  offer tls1_3 "$cipher" -ciphersuites "$cipher"
done
`;

async function tryAll(edge: Edge): Promise<{ readonly tried: string[]; readonly accepted: string[] }> {
  const folder = temporaryFolder(scope);
  const { host, port } = edge.target();
  writeFileSync(join(folder, 'try-all.sh'), `ADDRESS=${host}:${port} HOST=${HOST}\n${TRY_ALL}`);
  const { output } = await inRoot(folder, 'sh', 'try-all.sh');
  const said = (what: string): string[] => output.split('\n').filter((line) => line.startsWith(what)).map((line) => line.slice(what.length));
  return { tried: said('tried '), accepted: said('accepted ') };
}

/** Ciphers of a row of docs/security.md. */
function documented(protocol: string): string[] {
  const row = tableOf(readFileSync(join(REPOSITORY, 'docs/security.md'), 'utf8'), 'protocol').find(([first]) => first === protocol);
  expect(row).toBeDefined();
  return listed(row?.[1]);
}

test.each([
  ['ECDSA', false],
  ['RSA', true],
] as const)('with a certificate of %s it agrees to what docs/security.md names, of TLS 1.2 and 1.3, and to nothing else', async (kind, rsa) => {
  const { tried, accepted } = await tryAll(await Edge.start(scope, { certificate: await selfSigned(HOST, { rsa }) }));
  expect(accepted.sort()).toEqual([...documented(`TLS 1.2, ${kind} certificate`).map((cipher) => `tls1_2 ${cipher}`), ...documented('TLS 1.3').map((cipher) => `tls1_3 ${cipher}`)].sort());
  // Weak ones, and those without encryption, were offered: a client whose library refuses them itself would prove nothing.
  expect(tried).toEqual(expect.arrayContaining(['tls1 AES128-SHA', 'tls1_1 ECDHE-RSA-AES128-SHA', 'tls1_2 AES128-SHA', 'tls1_2 ECDHE-RSA-AES128-SHA256', 'tls1_2 ECDHE-ECDSA-NULL-SHA', 'tls1_2 NULL-SHA256']));
});

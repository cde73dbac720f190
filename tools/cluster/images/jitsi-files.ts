import { chmodSync, copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { IMAGE_VARIABLES, knownVariables } from '../../../test/support/image-variables';
import { BROWSER_SESSIONS_MODULE, PROSODY_FOLDER, prosodyConfig } from '../../../test/verify/support/prosody-config';
import { Files } from '../../../test/verify/support/kubelet-folder';

/** Each variable is the place that its value is filled into at the start. */
const PLACES = new Proxy<Files>({}, { get: (_, name) => `@${String(name)}@` });

/** Service accounts and the rooms of the services, which browsers do not meet. */
const SERVICES = `
Component "@XMPP_INTERNAL_MUC_DOMAIN@" "muc"
  muc_room_locking = false

VirtualHost "@XMPP_AUTH_DOMAIN@"
  authentication = "internal_hashed"
  storage = "internal"
  ssl = { certificate = "${PROSODY_FOLDER}/config/certs/xmpp.crt"; key = "${PROSODY_FOLDER}/config/certs/xmpp.key" }
`;

const TO_PROSODY: Files = {
  'prosody.cfg.lua': prosodyConfig(PLACES, ['@INTERFACES@']) + SERVICES,
  'mod_browser_sessions.lua': BROWSER_SESSIONS_MODULE,
};

/** What makes a Jitsi image of the Debian root folder: the user, and the program that is its init system. */
export function jitsiFiles(folder: string, component: keyof typeof IMAGE_VARIABLES, standIns: string): void {
  mkdirSync(join(folder, 'etc'), { recursive: true });
  mkdirSync(join(folder, 'config'));
  copyFileSync(standIns, join(folder, 'init'));
  chmodSync(join(folder, 'init'), 0o755);
  writeFileSync(join(folder, 'etc/stand-in.json'), JSON.stringify({ component, variables: [...knownVariables(component)].sort() }));
  writeFileSync(join(folder, 'etc/passwd'), 'root:x:0:0:root:/root:/bin/sh\ns6:x:1000:1000::/:/bin/sh\n');
  writeFileSync(join(folder, 'etc/group'), 'root:x:0:\ns6:x:1000:\n');
  if (component === 'prosody') {
    mkdirSync(join(folder, 'defaults/prosody'), { recursive: true });
    for (const [file, text] of Object.entries(TO_PROSODY)) {
      writeFileSync(join(folder, 'defaults/prosody', file), text);
    }
  }
}

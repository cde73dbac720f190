import { Manifest } from './charts';
import { Variable, Workload, workloads } from './pods';
import { componentOf } from './posture/rule';

/** Components of which Jitsi's own images run. */
export type Component = 'web' | 'prosody' | 'jicofo' | 'jvb';

/**
 * Variables that mean one thing to several components, with all components that must have the same value: where they differ, meetings fail
 * in ways that no log of any one component explains.
 */
export const AGREE: Readonly<Record<string, readonly Component[]>> = {
  // How the parts of the XMPP server are called.
  XMPP_DOMAIN: ['web', 'prosody', 'jicofo'],
  XMPP_AUTH_DOMAIN: ['prosody', 'jicofo', 'jvb'],
  XMPP_MUC_DOMAIN: ['web', 'prosody', 'jicofo'],
  XMPP_INTERNAL_MUC_DOMAIN: ['prosody', 'jicofo', 'jvb'],
  XMPP_GUEST_DOMAIN: ['web', 'prosody'],
  XMPP_HIDDEN_DOMAIN: ['web', 'prosody', 'jicofo'],
  JVB_BREWERY_MUC: ['jicofo', 'jvb'],
  JVB_AUTH_USER: ['prosody', 'jvb'],

  // Where components find each other.
  XMPP_SERVER: ['jicofo', 'jvb'],
  XMPP_PORT: ['prosody', 'jicofo', 'jvb'],
  PUBLIC_URL: ['web', 'prosody'],
  JVB_XMPP_AUTH_DOMAIN: ['jicofo', 'jvb'],
  JVB_XMPP_INTERNAL_MUC_DOMAIN: ['jicofo', 'jvb'],

  // What they prove who they are with.
  JICOFO_AUTH_PASSWORD: ['prosody', 'jicofo'],
  JVB_AUTH_PASSWORD: ['prosody', 'jvb'],

  // What they offer.
  ENABLE_AUTH: ['web', 'prosody', 'jicofo'],
  AUTH_TYPE: ['prosody', 'jicofo'],
  ENABLE_GUESTS: ['web', 'prosody'],
  ENABLE_XMPP_WEBSOCKET: ['web', 'prosody'],
  ENABLE_SUBDOMAINS: ['web', 'prosody'],
  ENABLE_RECORDING: ['web', 'prosody', 'jicofo'],
  ENABLE_TRANSCRIPTIONS: ['web', 'prosody', 'jicofo'],
  ENABLE_BREAKOUT_ROOMS: ['web', 'prosody'],
  DISABLE_POLLS: ['web', 'prosody'],
  ENABLE_AUDIO_TRANSLATION: ['web', 'prosody'],
  ENABLE_OCTO: ['jicofo', 'jvb'],
  ENABLE_JVB_XMPP_SERVER: ['jicofo', 'jvb'],
  ENABLE_VLA: ['jicofo', 'jvb'],
  ENABLE_VISITORS: ['prosody', 'jicofo'],
  PROSODY_VISITORS_MUC_PREFIX: ['prosody', 'jicofo'],
  VISITORS_XMPP_DOMAIN: ['prosody', 'jicofo'],
  VISITORS_MAX_VISITORS_PER_NODE: ['prosody', 'jicofo'],
  ENABLE_JAAS_COMPONENTS: ['web', 'prosody'],
  TZ: ['web', 'prosody', 'jicofo', 'jvb'],
};

/** Components whose image reads one of these variables too, and why it need not agree. */
export const NEED_NOT_AGREE: Readonly<Record<string, { readonly [component in Component]?: string }>> = {
  ENABLE_VLA: { web: 'compose hands it over, but no template of web asks for it' },
  JVB_BREWERY_MUC: { prosody: 'only a Prosody for bridges alone has a rule for that room' },
  JVB_XMPP_AUTH_DOMAIN: { prosody: 'only a Prosody for bridges alone reads it, and that one is no part of the stack' },
  JVB_XMPP_INTERNAL_MUC_DOMAIN: { prosody: 'only a Prosody for bridges alone reads it, and that one is no part of the stack' },
  XMPP_AUTH_DOMAIN: { web: 'compose hands it over, but no template of web asks for it' },
  XMPP_PORT: { web: 'web sends BOSH and websockets to the port in XMPP_BOSH_URL_BASE' },
  XMPP_SERVER: { prosody: 'only a Prosody for visitors reads it: it is the address of the main one' },
};

/** Variables that several images read and that need not agree at all, and why. */
export const APART: Readonly<Record<string, string>> = {
  BWE_ESTIMATOR_ENGINE: 'a choice of each bridge; that web is handed it is a slip of compose',
  ENABLE_IPV6: 'says what the pod itself listens on',
  JIBRI_SIP_BREWERY_MUC: 'only Jicofo looks for gateways in that room',
  JVB_XMPP_PORT: 'bridges may name another port for each server of their list',
  JVB_XMPP_SERVER: 'Jicofo takes one server, bridges take a list',
  SENTRY_DSN: 'each program may report to a project of its own',
  SENTRY_ENVIRONMENT: 'each program may report to a project of its own',
  SENTRY_RELEASE: 'each program reports its own release',
  VISITORS_XMPP_PORT: 'Prosody and Jicofo talk to visitor nodes at different ports',
  VISITORS_XMPP_SERVER: 'the same nodes, but for Prosody and Jicofo with different ports',
  XMPP_RECORDER_DOMAIN: 'an old name of XMPP_HIDDEN_DOMAIN, which all components are given',
};

/** What a variable is set to: its text, or where it is read from. */
function setting({ value, valueFrom }: Variable): string {
  return JSON.stringify([value, valueFrom]);
}

/** What the main containers of some components set a variable to; undefined where one does not. */
function settings(objects: readonly Manifest[], name: string, components: readonly Component[]): Array<string | undefined> {
  const readers = workloads(objects).filter((workload: Workload) => components.some((component) => component === componentOf(workload)));
  return readers.map(({ spec }) => spec.template.spec.containers[0]?.env?.find((variable) => variable.name === name)).map((found) => found && setting(found));
}

/** Variables that some component sets. */
export function agreed(objects: readonly Manifest[]): string[] {
  return Object.entries(AGREE).filter(([name, components]) => settings(objects, name, components).some((value) => value !== undefined)).map(([name]) => name);
}

/** Variables that some component sets and another, which must have the same, sets otherwise or not at all. */
export function disagreed(objects: readonly Manifest[]): string[] {
  return Object.entries(AGREE).filter(([name, components]) => new Set(settings(objects, name, components)).size > 1).map(([name]) => name);
}

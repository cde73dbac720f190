import { createHash } from 'node:crypto';
import { chmodSync, copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { output } from './programs';

const TAR = ['tar', '--sort=name', '--mtime=@0', '--owner=0', '--group=0', '--numeric-owner'];

/** Writes an image of one static program, as `docker save` would. The same program gives the same bytes. */
export async function writeProgramImage(file: string, reference: string, program: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'cdk8s-jitsi-image-'));
  try {
    const name = basename(program);
    copyFileSync(program, join(folder, name));
    chmodSync(join(folder, name), 0o755);
    await output([...TAR, '-cf', 'layer.tar', name], folder);
    writeFileSync(join(folder, 'config.json'), JSON.stringify({
      architecture: process.arch === 'x64' ? 'amd64' : process.arch,
      os: 'linux',
      config: { Entrypoint: [`/${name}`], User: '65535:65535' },
      rootfs: { type: 'layers', diff_ids: [`sha256:${createHash('sha256').update(readFileSync(join(folder, 'layer.tar'))).digest('hex')}`] },
      history: [],
    }));
    writeFileSync(join(folder, 'manifest.json'), JSON.stringify([{ Config: 'config.json', RepoTags: [reference], Layers: ['layer.tar'] }]));
    await output([...TAR, '-cf', file, 'config.json', 'layer.tar', 'manifest.json'], folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The name that containerd gives the first image of an archive. */
export async function referenceOf(archive: string): Promise<string> {
  const [image] = JSON.parse(await output(['tar', '-xOf', archive, 'manifest.json'])) as Array<{ readonly RepoTags?: readonly string[] | null }>;
  const tag = image?.RepoTags?.[0];
  if (tag === undefined) {
    throw new Error(`${archive} has no image with a name`);
  }
  return inFull(tag);
}

/**
 * A reference as containerd looks for it: what has no host is of docker.io, what has no folder there of library, and beside a digest
 * there is no tag.
 */
export function inFull(reference: string): string {
  const [first = '', ...rest] = reference.replace(/:[^/:@]+@/, '@').split('/');
  const path = [first, ...rest].join('/');
  if (rest.length > 0 && (/[.:]/.test(first) || first === 'localhost')) {
    return path;
  }
  return `docker.io/${rest.length === 0 ? 'library/' : ''}${path}`;
}

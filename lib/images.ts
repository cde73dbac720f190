/** An image by tag, for people, and by digest, for machines. */
export interface PinnedImage {
  /** Registry and name. */
  readonly repository: string;
  /** Tag. */
  readonly tag: string;
  /** Digest of the index of all platforms. */
  readonly digest: string;
}

/** The oldest release of docker-jitsi-meet whose images run without root, with a read-only root folder and the ports that this library expects. */
export const OLDEST_RELEASE = { number: 11146, revision: 2 };

/** All Jitsi images are of one release: JVB and Jicofo of different ones do not work together. Digests are those of the multi-platform index. */
export const IMAGES = {
  nginx: {
    repository: 'docker.io/nginxinc/nginx-unprivileged',
    tag: '1.30.4-alpine',
    digest: 'sha256:45ce1e2e699234253d1def7baa96218a5d00b498d1ba0cbb1a17b6bdf73d1351',
  },
  web: {
    repository: 'ghcr.io/jitsi/web',
    tag: 'stable-11146-2',
    digest: 'sha256:4231d5ff7318ff71d12ffd41afc36adae3c319b40cf79cde39b009b0c68295dc',
  },
  prosody: {
    repository: 'ghcr.io/jitsi/prosody',
    tag: 'stable-11146-2',
    digest: 'sha256:9e341b10134d947e49ca338b9efe8d70ac9d6e8d89d621da2246dfa79fe50363',
  },
  jicofo: {
    repository: 'ghcr.io/jitsi/jicofo',
    tag: 'stable-11146-2',
    digest: 'sha256:a8d64e46eaa340751a2b5530a4abd4175adf05bff07e9775fc48daae6364cfe9',
  },
  jvb: {
    repository: 'ghcr.io/jitsi/jvb',
    tag: 'stable-11146-2',
    digest: 'sha256:d7dc646d21af07530ae6acf1ace23ea4782445d0362004621a32a5a632a964e9',
  },
  coturn: {
    repository: 'docker.io/coturn/coturn',
    tag: '4.17.2-r0-debian',
    digest: 'sha256:aa68aab64a3b929d57fc2924c98ea447bf996cf8dade2508e7b71eaf23f1f14e',
  },
} satisfies Readonly<Record<string, PinnedImage>>;

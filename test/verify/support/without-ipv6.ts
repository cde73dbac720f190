/** Numbers of the system calls `socket` and `prctl` on this processor. */
const CALLS: Readonly<Record<string, { readonly socket: number; readonly prctl: number }>> = { x64: { socket: 41, prctl: 157 }, arm64: { socket: 198, prctl: 167 } };

/**
 * A command as it runs under a kernel that knows no IPv6 (`ipv6.disable=1`): the system call `socket` answers "Address family not supported by protocol" for it, by a
 * filter of seccomp. Perl is in every Debian.
 */
export function withoutIpv6(command: readonly string[]): string[] {
  const calls = CALLS[process.arch];
  if (calls === undefined) {
    throw new Error(`the numbers of system calls are not known for ${process.arch}`);
  }
  const [AF_INET6, EAFNOSUPPORT, NO_NEW_PRIVS, SECCOMP, FILTER] = [10, 97, 38, 22, 2];
  // Loads the call's number, then its first argument, and compares.
  const steps = [
    [0x20, 0, 0, 0], [0x15, 0, 3, calls.socket], [0x20, 0, 0, 16], [0x15, 0, 1, AF_INET6], [0x06, 0, 0, 0x00050000 + EAFNOSUPPORT], [0x06, 0, 0, 0x7fff0000],
  ];
  const packed = steps.map((step) => `pack("SCCL", ${step.join(', ')})`).join(' . ');
  return ['/usr/bin/perl', '-e', [
    `my $steps = ${packed};`,
    `my $program = pack("S x6 P", ${steps.length}, $steps);`,
    `syscall(${calls.prctl}, ${NO_NEW_PRIVS}, 1, 0, 0, 0) == 0 or die "no_new_privs: $!";`,
    `syscall(${calls.prctl}, ${SECCOMP}, ${FILTER}, $program) == 0 or die "seccomp: $!";`,
    'exec { $ARGV[0] } @ARGV or die "exec: $!";',
  ].join('\n'), ...command];
}

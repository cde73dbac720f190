import { Files } from './kubelet-folder';

/** The scripts give an answer several seconds; with this curl it is less than one. */
export const IMPATIENT: Files = {
  curl: '#!/bin/sh\nbefore=\nfor argument; do\n  shift\n  [ "$before" != --max-time ] || argument=0.3\n  before=$argument\n  set -- "$@" "$argument"\ndone\nexec /usr/bin/curl "$@"\n',
};

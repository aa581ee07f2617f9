const sandbox =
  "or take the sandbox's own cluster, which needs none of this: npm start";

/** A sentence for a person: what is wrong, and what to do. */
export function describeFailure(error: unknown, folder: string): string {
  const text = error instanceof Error ? error.message : String(error);
  if (/ENOSPC|no space left on device/i.test(text)) {
    return `The disk of '${folder}' or of the build's folder is full; make room there, or choose another folder with --state`;
  }
  if (/EACCES|EROFS|permission denied/i.test(text)) {
    return `'${folder}' cannot be written (${text}); choose another folder with --state`;
  }
  if (/address already in use|EADDRINUSE/i.test(text)) {
    return `A port of the cluster is in use by now; start again, with another --sandbox-port if it stays so\n${text}`;
  }
  if (/^No (control plane|kwok)|^Building/.test(text)) {
    return `${text}; ${sandbox}`;
  }
  if (/^etcd (ended:|is not ready)/.test(text)) {
    return `etcd cannot use what is in '${folder}'; forget it with --reset, or choose another folder with --state\n${text}`;
  }
  return text;
}

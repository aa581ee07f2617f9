/**
 * A repository of the sandbox's Git host.
 *
 * @public
 */
export type GitRepository = {
  owner: string;
  repo: string;
  /** Full id of the commit that the default branch points at. */
  head: string;
};

/**
 * A file as it is in a commit.
 *
 * @public
 */
export type GitFile = {
  /** Relative to the root of the repository, with forward slashes. */
  path: string;
  /** UTF-8 text. */
  content: string;
};

/**
 * What a GitOps agent needs of a Git host.
 *
 * @public
 */
export interface GitSource {
  /** All repositories that have at least one commit, sorted. */
  list(): Promise<GitRepository[]>;

  /** All text files of a commit, sorted by path. */
  readFiles(owner: string, repo: string, head: string): Promise<GitFile[]>;

  /**
   * Calls back after each accepted push and for each repository created with
   * files; returns how to stop.
   */
  onPush(callback: (owner: string, repo: string) => void): () => void;
}

/** Languages in which a picture can be written. */
export enum DiagramFormat {
  /** A Mermaid flowchart, which GitHub, GitLab and many others show as a picture. */
  MERMAID = 'mermaid',
  /** The DOT language of Graphviz: `dot -Tsvg` makes a picture of it. */
  DOT = 'dot',
}

/** What a picture of a stack shows. */
export interface DiagramOptions {
  /**
   * Language of the picture.
   *
   * @default DiagramFormat.MERMAID
   */
  readonly format?: DiagramFormat;

  /**
   * Whether name servers and the API server are drawn too. What all pods of a namespace may ask has one arrow from the namespace.
   *
   * @default false
   */
  readonly clusterServices?: boolean;
}

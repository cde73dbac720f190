/** What a test has started or made, to be undone when it ends, however it ends. */
export class Scope {
  private readonly undoings: Array<() => Promise<void> | void> = [];

  public onClose(undo: () => Promise<void> | void): void {
    this.undoings.push(undo);
  }

  /** Undoes everything, the last first, even if one of the steps fails. */
  public async close(): Promise<void> {
    const errors: unknown[] = [];
    for (let undo = this.undoings.pop(); undo !== undefined; undo = this.undoings.pop()) {
      try {
        await undo();
      } catch (error) {
        errors.push(error);
      }
    }
    if (errors.length > 0) {
      throw new AggregateError(errors, `cannot undo: ${errors.map(String).join('; ')}`);
    }
  }
}

/** A scope that ends with each test of the file, or of the block that it is called in. */
export function scopePerTest(): Scope {
  const scope = new Scope();
  afterEach(() => scope.close());
  return scope;
}

/** A scope that ends after all tests of the file, or of the block that it is called in. */
export function scopePerFile(): Scope {
  const scope = new Scope();
  afterAll(() => scope.close());
  return scope;
}

/** The Idempotency-Key of a form, by which the API recognises a repeat. */
export class KeyOfForm {
  private key = crypto.randomUUID() as string;
  private payload: string | null = null;

  /** The form's key. A changed payload gets a new key, because the API would refuse the old one. */
  for(payload: unknown): string {
    const written = JSON.stringify(payload);
    if (this.payload !== null && this.payload !== written) this.key = crypto.randomUUID();
    this.payload = written;
    return this.key;
  }

  /** Marks the write as done: the next one gets a new key. */
  done(): void {
    this.key = crypto.randomUUID();
    this.payload = null;
  }
}

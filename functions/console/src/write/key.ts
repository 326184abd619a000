/** The Idempotency-Key of a form, by which the API knows a repeat. */
export class KeyOfForm {
  private key = crypto.randomUUID() as string;
  private payload: string | null = null;

  /** The form's key; another one where another payload was sent with it, which the API would refuse. */
  for(payload: unknown): string {
    const written = JSON.stringify(payload);
    if (this.payload !== null && this.payload !== written) this.key = crypto.randomUUID();
    this.payload = written;
    return this.key;
  }

  /** It was done: whatever the form sends next is something new. */
  done(): void {
    this.key = crypto.randomUUID();
    this.payload = null;
  }
}

import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';

/** Characters that are gathered before they are written. */
const CHUNK = 1 << 20;

/** A file that is written in large pieces. */
export class TextFile {
  readonly #handle: FileHandle;
  #text = '';

  private constructor(handle: FileHandle) {
    this.#handle = handle;
  }

  static async open(path: string): Promise<TextFile> {
    return new TextFile(await open(path, 'w'));
  }

  get isFull(): boolean {
    return this.#text.length > CHUNK;
  }

  add(text: string): void {
    this.#text += text;
  }

  async flush(): Promise<void> {
    const text = this.#text;
    this.#text = '';
    await this.#handle.writeFile(text);
  }

  async close(): Promise<void> {
    try {
      await this.flush();
    } finally {
      await this.#handle.close();
    }
  }
}

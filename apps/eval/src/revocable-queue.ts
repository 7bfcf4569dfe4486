import { ArrayTaskQueue } from "piscina";

type Task = Parameters<ArrayTaskQueue["push"]>[0];

/**
 * A queue whose last task can be taken back: Piscina leaves one there whose thread cannot be
 * created, though it has told its caller.
 */
export class RevocableQueue extends ArrayTaskQueue {
  #last: Task | undefined;

  override push(task: Task): void {
    this.#last = task;
    super.push(task);
  }

  revoke(): void {
    if (this.#last) this.remove(this.#last);
    this.#last = undefined;
  }
}

/** Takes the content of one member of an archive, all of it. */
export type TakeMember = (content: AsyncIterable<Uint8Array>) => Promise<void>;

/** Who takes a member, which is refused where it may not be there. */
export type TakerOf = (name: string, isFile: boolean) => TakeMember | undefined;

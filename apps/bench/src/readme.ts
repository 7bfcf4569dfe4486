export async function updateReadme(): Promise<void> {
  await Promise.resolve();
}

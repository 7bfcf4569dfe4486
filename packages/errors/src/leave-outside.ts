/** Why a file of a package is not there, and what to do: a bundle has the code alone. */
export function leaveOutside(name: string): string {
  return (
    `this is a bundle, which lacks files of ${name}: have the bundler leave that package outside ` +
    "(webpack: externals, Next.js: serverExternalPackages)"
  );
}

/** Stands in for `node:child_process` in the built command, none of whose subcommands is a program. */
export default {};

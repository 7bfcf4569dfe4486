import { DataError, didYouMean, EvalpoolError, printable } from "@evalpool/errors";

const error = new DataError("digits.npz", "expected an array images, got none");
console.log(error instanceof EvalpoolError, error.kind); // true data
console.log(didYouMean("treads", ["threads", "backend"])); //  Did you mean threads?
console.log(printable("a\u0007b")); // a\x07b

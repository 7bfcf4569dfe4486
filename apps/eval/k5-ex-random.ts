import { createRandom } from "@evalpool/random";

const random = createRandom(1, 0);
console.log(random.below(6), random.below(6), random.below(6)); // ?

import { openDataset } from "@evalpool/data/node";

const { name, split, labels } = await openDataset("synthetic", "test");
console.log(name, split, labels.length); // synthetic test 10000

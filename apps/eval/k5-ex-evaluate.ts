import { missingRanges, spreadOf } from "@evalpool/evaluate";

const counted = [
  { start: 0, end: 40 },
  { start: 60, end: 100 },
];
console.log(missingRanges(counted, 100)); // ?

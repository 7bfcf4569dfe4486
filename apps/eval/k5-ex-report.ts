import { collectSamples } from "@evalpool/report";

console.log(typeof collectSamples); // function

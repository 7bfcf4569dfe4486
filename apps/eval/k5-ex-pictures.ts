import { zoo } from "@evalpool/models";
import { networkToMermaid, plotActivations } from "@evalpool/pictures";

console.log(plotActivations(["sigmoid", "relu"]).startsWith("<svg")); // true
console.log(networkToMermaid(zoo.get("three-layer")!.graph).split("\n")[0]); // flowchart LR

import { imageShape, zoo, type ZooEntry } from "@evalpool/models";
import { network } from "../state/network.js";
import { dismiss } from "../state/notice.js";
import { go, place } from "../state/place.js";

/** Networks of the zoo that take images. */
const entries: readonly ZooEntry[] = [...zoo.values()].filter(
  ({ graph }) => imageShape(graph) !== undefined,
);

/** Which network: one of the zoo, or the one that was opened from files. */
export function ModelChoice() {
  const own = network.own.value;
  return (
    <label>
      Network
      <select
        value={place.value.model}
        onChange={({ currentTarget }) => {
          dismiss();
          go({ model: currentTarget.value, layer: "" });
        }}
      >
        {entries.map(({ graph, about }) => (
          <option key={graph.id} value={graph.id}>
            {graph.id}: {about}
          </option>
        ))}
        {own && <option value="file">{own.model.graph.id}: opened here</option>}
      </select>
    </label>
  );
}

import { preprocessText } from "@evalpool/evaluate";
import { fit, fitting, isFitted } from "../state/network.js";

/** Has the images of the data set made to fit the network, where they do not. */
export function FitChoice() {
  if (fitting.value === undefined) return null;
  return (
    <label>
      <input
        type="checkbox"
        checked={isFitted.value}
        onChange={({ currentTarget }) => fit(currentTarget.checked)}
      />{" "}
      Make the images fit this network: {preprocessText(fitting.value.steps)}
    </label>
  );
}

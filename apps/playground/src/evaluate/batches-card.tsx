import { correct } from "@evalpool/metrics";
import { tellFailure } from "../state/notice.js";
import { isStop, stop } from "./alone.js";
import { batchSizeText } from "./batch-size-text.js";
import { sayTheSame, type BatchMeasurement } from "./measure-batch-sizes.js";
import { BATCH_SIZES, measure, measured, measuring } from "./measurement.js";
import { count, integer } from "../components/numbers.js";
import { running, subject } from "./state.js";

/** What batches are for: the same images one by one, and a hundred at a time. */
export function BatchesCard() {
  const chosen = subject.value;
  const step = measuring.value;
  const result = measured.value;
  return (
    <section class="card batches" aria-labelledby="batches">
      <h2 id="batches">One by one, or in batches of {BATCH_SIZES[1]}</h2>
      <p>
        A batch is one forward pass of many images: a product of matrices in place of many products
        of a vector and a matrix. That is faster, and says the same.
      </p>
      <div class="row">
        <button
          type="button"
          disabled={typeof chosen === "string" || running.value !== undefined || step !== undefined}
          onClick={() => {
            if (typeof chosen === "string") return;
            measure(chosen).catch((error: unknown) => {
              if (!isStop(error)) tellFailure(error);
            });
          }}
        >
          Measure both
        </button>
        <button type="button" disabled={step === undefined} onClick={stop}>
          Stop measuring
        </button>
        {step !== undefined && (
          <span class="faint">{step === 1 ? "One by one…" : `In batches of ${step}…`}</span>
        )}
      </div>
      {result && <Speeds measurement={result} />}
    </section>
  );
}

function Speeds({ measurement }: { readonly measurement: BatchMeasurement }) {
  const { speeds, images, backend } = measurement;
  const batches = speeds
    .filter(({ batchSize, used }) => used < batchSize)
    .map(
      ({ batchSize: asked, used }) =>
        ` These are ${batchSizeText({ asked, used, share: images })}.`,
    );
  const fastest = Math.max(...speeds.map(({ imagesPerSecond }) => imagesPerSecond));
  return (
    <>
      <table class="speeds">
        <tbody>
          {speeds.map(({ batchSize, used, imagesPerSecond }) => (
            <tr key={batchSize}>
              <th scope="row">{batchSize === 1 ? "one by one" : `batches of ${used}`}</th>
              <td class="number">{integer(imagesPerSecond)} images/s</td>
              <td class="bar" aria-hidden="true">
                <div style={{ width: `${(100 * imagesPerSecond) / fastest}%` }} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p>{comparison(measurement)}</p>
      <p class="faint">
        {count(images, "image")} on one thread, {backend} backend, each for two seconds at least
        after an evaluation that is not counted.{batches} Images are only counted: an evaluation
        above keeps the probabilities of each, too, and shows what there is so far, which takes
        time.
      </p>
    </>
  );
}

function comparison(measurement: BatchMeasurement): string {
  const [alone, batched] = measurement.speeds;
  if (alone === undefined || batched === undefined) return "";
  const ratio = (batched.imagesPerSecond / alone.imagesPerSecond).toFixed(2);
  const counts = `${integer(correct(alone.tally))} and ${integer(correct(batched.tally))} correct`;
  const verdict = sayTheSame(measurement)
    ? "all counts and sums of probabilities are the same to the bit"
    : "counts or sums of probabilities differ, which they must not";
  return `In batches it is ${ratio} times as fast. ${counts}: ${verdict}.`;
}

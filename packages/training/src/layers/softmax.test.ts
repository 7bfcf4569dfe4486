import { test } from "vitest";
import { expectClose, makeLayer, sine } from "../testing/check-layer.js";

// s = lambda *d, start=0: np.sin((np.arange(np.prod(d))+start)**2.).reshape(d)
// x = s(2,4); dy = s(2,4,start=2); p = np.exp(x)/np.exp(x).sum(1, keepdims=True)
const [x, dy] = [sine(8), sine(8, 2)];

test("softmax in a network gives what NumPy gives", () => {
  const made = makeLayer({ type: "softmax" }, [[4]], 2);
  // p
  const p = [
    0.18871647759786422, 0.4377801111735339, 0.08853901257321108, 0.2849643986553909,
    0.314781814458578, 0.3677602800081289, 0.155711386866443, 0.1617465186668501,
  ];
  expectClose(made.forward([x], 2), p, 1e-15);
  // p*(dy-(dy*p).sum(1, keepdims=True))
  const dx = [
    -0.1379880651557911, 0.19162884118233195, -0.023223187975716517, -0.030417588050824347,
    -0.11653503050284841, -0.12216360395394421, 0.2400440492365063, -0.0013454147797136663,
  ];
  expectClose(made.backward(dy, 2)[0]!, dx, 1e-15);
});

test("logSoftmax in a network gives what NumPy gives", () => {
  const made = makeLayer({ type: "logSoftmax" }, [[4]], 2);
  made.forward([x], 2);
  // dy-p*dy.sum(1, keepdims=True)
  const dx = [
    -0.6124458871517954, 0.746993599336941, -0.22017636612396113, 0.08562865393881566,
    -0.47069109574367074, -0.3449646895476608, 1.1777896500180913, -0.36213386472675957,
  ];
  expectClose(made.backward(dy, 2)[0]!, dx, 1e-15);
});

test("large values stay finite", () => {
  const made = makeLayer({ type: "softmax" }, [[2]], 1);
  expectClose(made.forward([[1000, 0]], 1), [1, 0], 1e-15);
});

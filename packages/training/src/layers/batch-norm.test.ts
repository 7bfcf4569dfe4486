import { expect, test } from "vitest";
import { expectClose, makeLayer, sine } from "../testing/check-layer.js";

const norm = { type: "batchNorm", scale: "s", bias: "b", mean: "m", variance: "v" } as const;

// s = lambda *d, start=0: np.sin((np.arange(np.prod(d))+start)**2.).reshape(d)
// x = 3*s(2,2,1,3)+1; g = np.array([1.5,-.5]).reshape(2,1,1); b = np.array([.1,.2]).reshape(2,1,1)
// dy = s(2,2,1,3,start=2); mean = lambda a: a.mean((0,2,3), keepdims=True)
// v = x.var((0,2,3), keepdims=True); h = (x-mean(x))/np.sqrt(v+1e-5)
test("gives what NumPy gives", () => {
  const made = makeLayer(norm, [[2, 1, 3]], 2);
  const [scale, bias, mean, variance] = made.parameters;
  scale!.values.set([1.5, -0.5]);
  bias!.values.set([0.1, 0.2]);
  const x = sine(12).map((value) => 3 * value + 1);
  // h*g+b
  const y = [
    0.39275561441602935, 1.9637739361783741, -1.0201874430984819, -0.18595943743294147,
    0.43317849661759106, 0.2956001022012176, -1.4588860678593176, -1.3878915130147975,
    2.110435473378194, 0.7356486285409933, 0.6263986389847691, -0.7048664289116298,
  ];
  expectClose(made.forward([x], 2), y, 1e-14);
  const [dx] = made.backward(sine(12, 2), 2);
  // (dy*h).sum((0,2,3)); dy.sum((0,2,3))
  expectClose(scale!.gradient, [-0.43065535167253677, -1.1980291806376955], 1e-14);
  expectClose(bias!.gradient, [-0.848814923918659, -2.172089493152855], 1e-14);
  // g/np.sqrt(v+1e-5)*(dy-mean(dy)-h*mean(dy*h))
  const expected = [
    -0.37422256683389943, 0.40001536351859884, -0.12448831044181906, -0.1131493547205318,
    0.21311896340852735, 0.18571052832033497, 0.6141786115540775, -0.3482655011749649,
    -0.1672175966219928, -0.3381338854288332, 0.0882350259034963, -0.03578127748299372,
  ];
  expectClose(dx!, expected, 1e-14);
  // As torch.nn.BatchNorm2d: .9*0+.1*mean(x); .9*1+.1*x.var((0,2,3), ddof=1)
  expectClose(mean!.values, [0.052958151074708575, 0.09272125039091425], 1e-15);
  expectClose(variance!.values, [1.597142110721994, 1.2451521310717926], 1e-14);
});

test("inference goes by the running statistics and leaves them", () => {
  const made = makeLayer({ ...norm, epsilon: 1 }, [[1]], 2);
  const [, , mean, variance] = made.parameters;
  mean!.values.set([2]);
  variance!.values.set([3]);
  expect([...made.forward([[2, 6]], 2, "inference")]).toEqual([0, 2]);
  expect([mean!.values[0], variance!.values[0]]).toEqual([2, 3]);
});

test("of one value there is no unbiased variance: the biased one is kept", () => {
  const made = makeLayer(norm, [[1]], 1);
  expect([...made.forward([[5]], 1)]).toEqual([0]);
  expect(made.parameters[3]!.values[0]).toBeCloseTo(0.9, 15);
});

test("statistics are not for the optimiser, and a scale starts at 1", () => {
  const { parameters } = makeLayer(norm, [[2]], 1);
  expect(parameters.map(({ isStatistic = false }) => isStatistic)).toEqual([
    false,
    false,
    true,
    true,
  ]);
  expect(parameters.map(({ values }) => values[0])).toEqual([1, 0, 0, 1]);
  expect(parameters.map(({ gradient }) => gradient.length)).toEqual([2, 2, 0, 0]);
});

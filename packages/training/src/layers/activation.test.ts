import type { Layer } from "@evalpool/models";
import { expect, test } from "vitest";
import { expectClose, makeLayer } from "../testing/check-layer.js";

const z = Float64Array.of(-3, -1, -0.25, 0.5, 2);

// z = np.array([-3,-1,-.25,.5,2]); s = 1/(1+np.exp(-z)); from scipy.stats import norm
// t = np.tanh(np.sqrt(2/np.pi)*(z+.044715*z**3))
test.each<[Layer, number[]]>([
  // s*(1-s)
  [
    { type: "sigmoid" },
    [
      0.04517665973091214, 0.19661193324148185, 0.24613408273759835, 0.2350037122015945,
      0.10499358540350662,
    ],
  ],
  // 1-np.tanh(z)**2
  [
    { type: "tanh" },
    [
      0.009866037165440211, 0.41997434161402614, 0.940014848806378, 0.7864477329659274,
      0.07065082485316443,
    ],
  ],
  // norm.cdf(z)+z*norm.pdf(z)
  [
    { type: "gelu" },
    [
      -0.01194564720418393, -0.08331547058768629, 0.30462664511636395, 0.8674951246561629,
      1.085231801078197,
    ],
  ],
  // .5*(1+t)+.5*z*(1-t*t)*np.sqrt(2/np.pi)*(1+3*.044715*z*z)
  [
    { type: "gelu", approximate: "tanh" },
    [
      -0.011584166630969516, -0.08296408384578258, 0.30464590484893955, 0.8673699035346424,
      1.0860992566236183,
    ],
  ],
  // s+z*s*(1-s)
  [
    { type: "silu" },
    [
      -0.08810410601516963, 0.07232948812851325, 0.37628997842980233, 0.7399611873026518,
      1.0907842487848955,
    ],
  ],
  // s
  [
    { type: "softplus" },
    [
      0.04742587317756678, 0.2689414213699951, 0.43782349911420193, 0.6224593312018546,
      0.8807970779778823,
    ],
  ],
  // 1/(1+abs(z))**2
  [{ type: "softsign" }, [0.0625, 0.25, 0.64, 4 / 9, 1 / 9]],
  // np.where(z>0,1,.5*np.exp(z))
  [
    { type: "elu", alpha: 0.5 },
    [0.024893534183931972, 0.18393972058572117, 0.38940039153570244, 1, 1],
  ],
  // 1.0507009873554805*np.where(z>0,1,1.6732632423543772*np.exp(z))
  [
    { type: "selu" },
    [
      0.08753061208026487, 0.6467686030348141, 1.3692091433692577, 1.0507009873554805,
      1.0507009873554805,
    ],
  ],
  // np.where(z<=-3,0,np.where(z>=3,1,z/3+.5))
  [{ type: "hardSwish" }, [0, 1 / 6, 5 / 12, 2 / 3, 7 / 6]],
  // np.where(abs(z)<3,1/6,0)
  [{ type: "hardSigmoid" }, [0, 1 / 6, 1 / 6, 1 / 6, 1 / 6]],
  // np.where(z>0,1,.2)
  [{ type: "leakyRelu", slope: 0.2 }, [0.2, 0.2, 0.2, 1, 1]],
  // np.where((z>=-1)&(z<=.5),1,0)
  [{ type: "clip", lower: -1, upper: 0.5 }, [0, 1, 1, 1, 0]],
  // np.where(z>0,1,0)
  [{ type: "relu" }, [0, 0, 0, 1, 1]],
])("%o has the slopes that NumPy gives", (layer, slopes) => {
  const made = makeLayer(layer, [[5]], 1);
  made.forward([z], 1);
  const dy = Float64Array.of(1, -2, 3, 0.5, 4);
  const expected = slopes.map((slope, i) => slope * dy[i]!);
  expectClose(made.backward(dy, 1)[0]!, expected, 1e-14);
});

test("gelu has its slope at 0, and keeps it near 0", () => {
  const made = makeLayer({ type: "gelu" }, [[2]], 1);
  made.forward([[0, -1e-30]], 1);
  expectClose(made.backward([1, 1], 1)[0]!, [0.5, 0.5], 1e-15);
});

test("relu keeps what is not a number, so that a training that diverges is seen to", () => {
  const made = makeLayer({ type: "relu" }, [[2]], 1);
  expect([...made.forward([[NaN, -1]], 1)]).toEqual([NaN, 0]);
});

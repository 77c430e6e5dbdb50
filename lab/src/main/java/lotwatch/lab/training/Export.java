package lotwatch.lab.training;

import java.util.List;
import lotwatch.lab.training.Onnx.Attribute;
import lotwatch.media.sight.Crop;

/** A trained network as an ONNX model, batch norms folded into the convolutions. */
final class Export {
  private final Net net;
  private final Onnx onnx = new Onnx();

  private Export(Net net) {
    this.net = net;
  }

  /**
   * The model's bytes.
   *
   * @param temperature the log-odds are divided by it, so that probabilities mean what they say
   */
  static byte[] model(Net net, double temperature, String doc) {
    return new Export(net).write(temperature, doc);
  }

  private byte[] write(double temperature, String doc) {
    var outline =
        onnx.node(
            "Slice", List.of("crops", onnx.constant(3L), onnx.constant(4L), onnx.constant(1L)));
    var x = "crops";
    var skip = x;
    var next = 0;
    for (var step : net.plan().steps()) {
      switch (step) {
        case NetPlan.Conv c -> {
          x = conv(x, net.convs().get(next++), c);
          if (c.relu()) {
            x = onnx.node("Relu", List.of(x));
          }
        }
        case NetPlan.Halve h ->
            x =
                onnx.node(
                    "MaxPool",
                    List.of(x),
                    new Attribute("kernel_shape", 2, 2),
                    new Attribute("strides", 2, 2));
        case NetPlan.Keep k -> skip = x;
        case NetPlan.Rejoin r -> x = onnx.node("Relu", List.of(onnx.node("Add", List.of(x, skip))));
      }
    }
    var head = net.head().toFloatArray();
    for (var i = 0; i < head.length; i++) {
      head[i] /= (float) temperature;
    }
    var bias = (float) (net.bias().toFloatArray()[0] / temperature);
    var odds =
        onnx.node(
            "Gemm",
            List.of(
                pooled(x, outline),
                onnx.constant(head, head.length, 1),
                onnx.constant(new float[] {bias}, 1)));
    return onnx.model(
        doc, "crops", new long[] {Crop.CHANNELS, Crop.SIZE, Crop.SIZE}, odds, "occupied");
  }

  private String conv(String x, Net.Conv conv, NetPlan.Conv step) {
    var weight = conv.weight().toFloatArray();
    var gamma = conv.gamma().toFloatArray();
    var beta = conv.beta().toFloatArray();
    var mean = conv.mean().toFloatArray();
    var variance = conv.variance().toFloatArray();
    var bias = new float[step.out()];
    var each = weight.length / step.out();
    for (var i = 0; i < bias.length; i++) {
      var scale = (float) (gamma[i] / Math.sqrt(variance[i] + Net.epsilon()));
      for (var k = i * each; k < (i + 1) * each; k++) {
        weight[k] *= scale;
      }
      bias[i] = beta[i] - mean[i] * scale;
    }
    long pad = step.kernel() / 2;
    return onnx.node(
        "Conv",
        List.of(
            x,
            onnx.constant(weight, step.out(), step.in(), step.kernel(), step.kernel()),
            onnx.constant(bias, step.out())),
        new Attribute("kernel_shape", step.kernel(), step.kernel()),
        new Attribute("strides", step.stride(), step.stride()),
        new Attribute("pads", pad, pad, pad, pad));
  }

  private String pooled(String x, String outline) {
    long shrink = net.plan().shrink();
    var inside =
        onnx.node(
            "AveragePool",
            List.of(outline),
            new Attribute("kernel_shape", shrink, shrink),
            new Attribute("strides", shrink, shrink));
    var area =
        onnx.node("Max", List.of(sum(inside), onnx.constant(new float[] {Net.outlineFloor()}, 1)));
    var within = onnx.node("Div", List.of(sum(onnx.node("Mul", List.of(x, inside))), area));
    var mean = onnx.node("GlobalAveragePool", List.of(x));
    var max = onnx.node("GlobalMaxPool", List.of(x));
    return onnx.node(
        "Flatten",
        List.of(onnx.node("Concat", List.of(mean, max, within), new Attribute("axis", 1))),
        new Attribute("axis", 1));
  }

  private String sum(String x) {
    return onnx.node("ReduceSum", List.of(x, onnx.constant(2L, 3L)), new Attribute("keepdims", 1));
  }
}

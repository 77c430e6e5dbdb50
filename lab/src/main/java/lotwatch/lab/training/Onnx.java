package lotwatch.lab.training;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * Writes an ONNX model as protocol buffer bytes: the few message fields it takes, no library.
 *
 * @see <a href="https://github.com/onnx/onnx/blob/main/onnx/onnx.proto">onnx.proto</a>
 */
final class Onnx {
  private static final int FLOAT = 1;
  private static final int INT64 = 7;
  private static final int IR_VERSION = 8;
  private static final int OPSET = 13;

  private final Message graph = new Message();
  private int names;

  /** A fresh name for a value between two nodes. */
  private String name() {
    return "v" + names++;
  }

  /** A constant of floats. */
  String constant(float[] values, long... shape) {
    var raw = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (var value : values) {
      raw.putFloat(value);
    }
    return tensor(FLOAT, raw.array(), shape);
  }

  /** A constant of whole numbers, one row. */
  String constant(long... values) {
    var raw = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (var value : values) {
      raw.putLong(value);
    }
    return tensor(INT64, raw.array(), values.length);
  }

  private String tensor(int type, byte[] raw, long... shape) {
    var name = name();
    var tensor = new Message();
    for (var size : shape) {
      tensor.number(1, size);
    }
    graph.message(5, tensor.number(2, type).text(8, name).bytes(9, raw));
    return name;
  }

  /** An attribute of a node: a number, or a row of them. */
  @SuppressWarnings("ArrayRecordComponent") // made and written at once
  record Attribute(String name, long... values) {}

  /** Adds a node with one output and returns the output's name. */
  String node(String type, List<String> inputs, Attribute... attributes) {
    var output = name();
    add(type, inputs, output, attributes);
    return output;
  }

  private void add(String type, List<String> inputs, String output, Attribute... attributes) {
    var node = new Message();
    inputs.forEach(input -> node.text(1, input));
    node.text(2, output).text(4, type);
    for (var attribute : attributes) {
      var values = attribute.values;
      var a = new Message().text(1, attribute.name);
      if (values.length == 1) {
        a.number(3, values[0]).number(20, 2);
      } else {
        for (var value : values) {
          a.number(8, value);
        }
        a.number(20, 7);
      }
      node.message(5, a);
    }
    graph.message(1, node);
  }

  /**
   * The finished model: one input and one output, both batches of floats.
   *
   * @param doc what the model is, for who opens it
   * @param last the value that becomes the output
   */
  byte[] model(String doc, String input, long[] inputShape, String last, String output) {
    add("Sigmoid", List.of(last), output);
    graph.text(2, "spots").message(11, value(input, inputShape)).message(12, value(output, 1));
    var opset = new Message().text(1, "").number(2, OPSET);
    return new Message()
        .number(1, IR_VERSION)
        .text(2, "lotwatch")
        .text(6, doc)
        .message(7, graph)
        .message(8, opset)
        .toBytes();
  }

  private static Message value(String name, long... shape) {
    var dims = new Message().message(1, new Message().text(2, "batch"));
    for (var size : shape) {
      dims.message(1, new Message().number(1, size));
    }
    var tensor = new Message().number(1, FLOAT).message(2, dims);
    return new Message().text(1, name).message(2, new Message().message(1, tensor));
  }

  /** A protocol buffer message being written. */
  private static final class Message {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    Message number(int field, long value) {
      varint((long) field << 3);
      varint(value);
      return this;
    }

    Message bytes(int field, byte[] value) {
      varint((long) field << 3 | 2);
      varint(value.length);
      out.writeBytes(value);
      return this;
    }

    Message text(int field, String value) {
      return bytes(field, value.getBytes(UTF_8));
    }

    Message message(int field, Message value) {
      return bytes(field, value.toBytes());
    }

    byte[] toBytes() {
      return out.toByteArray();
    }

    private void varint(long value) {
      var rest = value;
      while ((rest & ~0x7fL) != 0) {
        out.write((int) ((rest & 0x7f) | 0x80));
        rest >>>= 7;
      }
      out.write((int) rest);
    }
  }
}

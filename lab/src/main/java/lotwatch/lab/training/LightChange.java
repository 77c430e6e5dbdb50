package lotwatch.lab.training;

import static lotwatch.media.sight.Crop.SIZE;

import java.util.random.RandomGenerator;

/**
 * Changes what a crop looks like but not what it shows: light, colour, shadows, haze, blur, small
 * images, compression, noise and things in front.
 */
final class LightChange {
  private static final int PLANE = SIZE * SIZE;
  private final RandomGenerator random;
  private final float[] crop;
  private final float[] small = new float[PLANE];

  /** Works on a raw crop (values 0..255) in place. */
  LightChange(RandomGenerator random, float[] crop) {
    this.random = random;
    this.crop = crop;
  }

  void change() {
    for (var n = random.nextInt(3); n > 0 && chance(0.5); n--) {
      shadow();
    }
    if (chance(0.2)) {
      object();
    }
    exposure();
    colour();
    if (chance(0.1)) {
      haze();
    }
    if (chance(0.4)) {
      shrink(between(18, 56));
    }
    if (chance(0.2)) {
      blocks();
    }
    if (chance(0.5)) {
      noise(between(0.5, 1) * between(0, 14));
    }
    for (var i = 0; i < 3 * PLANE; i++) {
      crop[i] = Math.clamp(crop[i], 0f, 255f);
    }
  }

  /** As if the crop had been small in the image: a blur of body and lamps. */
  void small() {
    shrink(between(11, 30));
  }

  private boolean chance(double p) {
    return random.nextDouble() < p;
  }

  private double between(double from, double to) {
    return from + (to - from) * random.nextDouble();
  }

  private void exposure() {
    var gamma = Math.exp(between(-0.5, 0.5));
    var gain = Math.exp(between(-0.6, 0.4));
    var lift = between(-12, 25);
    for (var i = 0; i < PLANE; i++) {
      crop[i] = (float) (255 * gain * Math.pow(Math.max(0, crop[i]) / 255, gamma) + lift);
    }
  }

  private void colour() {
    var grey = chance(0.12);
    for (var plane = 1; plane < 3; plane++) {
      var strength = grey ? 0 : between(0.5, 1.5);
      var cast = grey ? 0 : random.nextGaussian() * 5;
      for (var i = plane * PLANE; i < (plane + 1) * PLANE; i++) {
        crop[i] = (float) (128 + (crop[i] - 128) * strength + cast);
      }
    }
  }

  /** A dark (or bright) side of a random line, or a band between two, with a soft edge. */
  private void shadow() {
    var angle = between(0, 2 * Math.PI);
    var nx = Math.cos(angle);
    var ny = Math.sin(angle);
    var at = between(-0.4, 0.4) * SIZE;
    var wide = chance(0.5) ? 4.0 * SIZE : between(0.15, 0.6) * SIZE;
    var soft = between(0.5, 4);
    var factor = chance(0.8) ? between(0.3, 0.8) : between(1.15, 1.7);
    var wave = between(0, 0.08) * SIZE;
    var phase = between(0, 2 * Math.PI);
    for (var y = 0; y < SIZE; y++) {
      for (var x = 0; x < SIZE; x++) {
        var cx = x - SIZE / 2.0;
        var cy = y - SIZE / 2.0;
        var along = (cx * ny - cy * nx) / SIZE * 6 + phase;
        var d = cx * nx + cy * ny - at + wave * Math.sin(along);
        var part = Math.clamp(d / soft, 0, 1) * Math.clamp((wide - d) / soft, 0, 1);
        crop[y * SIZE + x] *= (float) (1 + (factor - 1) * part);
      }
    }
  }

  /** Lines, kerbs and seams on the ground: straight bands, some bright, some dark. */
  void lines() {
    for (var n = 1 + random.nextInt(3); n > 0; n--) {
      var angle = between(0, Math.PI);
      var nx = Math.cos(angle);
      var ny = Math.sin(angle);
      var at = between(-0.45, 0.45) * SIZE;
      var half = between(0.5, 4);
      var end = between(0.2, 1) * SIZE;
      var middle = between(-0.4, 0.4) * SIZE;
      var strength = (chance(0.65) ? 1 : -0.6) * between(5, 10) * between(1, 10);
      for (var y = 0; y < SIZE; y++) {
        for (var x = 0; x < SIZE; x++) {
          var cx = x - SIZE / 2.0;
          var cy = y - SIZE / 2.0;
          var d = half + 0.5 - Math.abs(cx * nx + cy * ny - at);
          var along = end / 2 - Math.abs(cy * nx - cx * ny - middle);
          crop[y * SIZE + x] += (float) (strength * Math.clamp(d, 0, 1) * Math.clamp(along, 0, 1));
        }
      }
    }
  }

  /** Something thin or small in front: a pole, a branch, a sign, a cone. */
  private void object() {
    var thin = chance(0.5);
    var w = (thin ? between(0.02, 0.08) : between(0.08, 0.3)) * SIZE;
    var h = (thin ? between(0.5, 2) : between(0.08, 0.3)) * SIZE;
    var cx = between(0, SIZE);
    var cy = between(0, SIZE);
    var angle = thin ? random.nextGaussian() * 0.2 : between(0, Math.PI);
    var cos = Math.cos(angle);
    var sin = Math.sin(angle);
    var luma = between(10, 230);
    var cb = between(100, 156);
    var cr = between(100, 156);
    var rough = between(0, 25);
    for (var y = 0; y < SIZE; y++) {
      for (var x = 0; x < SIZE; x++) {
        var a = (x - cx) * cos + (y - cy) * sin;
        var b = (y - cy) * cos - (x - cx) * sin;
        if (Math.abs(a) < w / 2 && Math.abs(b) < h / 2) {
          var i = y * SIZE + x;
          crop[i] = (float) (luma + rough * random.nextGaussian());
          crop[i + PLANE] = (float) cb;
          crop[i + 2 * PLANE] = (float) cr;
        }
      }
    }
  }

  private void haze() {
    var thick = (float) between(0.2, 0.7);
    var white = (float) between(120, 230);
    for (var i = 0; i < PLANE; i++) {
      crop[i] += (white - crop[i]) * thick;
      crop[i + PLANE] += (128 - crop[i + PLANE]) * thick;
      crop[i + 2 * PLANE] += (128 - crop[i + 2 * PLANE]) * thick;
    }
  }

  /** As if the crop had been {@code size} pixels wide and high in the image. */
  private void shrink(double size) {
    var high = chance(0.5) ? size : Math.clamp(size * Math.exp(between(-0.6, 0.6)), 10, SIZE);
    var w = (int) size;
    var h = (int) high;
    for (var plane = 0; plane < 3; plane++) {
      down(plane * PLANE, w, h);
      up(plane * PLANE, w, h);
    }
  }

  private void down(int start, int w, int h) {
    for (var y = 0; y < h; y++) {
      var y0 = y * SIZE / h;
      var y1 = Math.max(y0 + 1, (y + 1) * SIZE / h);
      for (var x = 0; x < w; x++) {
        var x0 = x * SIZE / w;
        var x1 = Math.max(x0 + 1, (x + 1) * SIZE / w);
        var sum = 0f;
        for (var v = y0; v < y1; v++) {
          for (var u = x0; u < x1; u++) {
            sum += crop[start + v * SIZE + u];
          }
        }
        small[y * w + x] = sum / ((y1 - y0) * (x1 - x0));
      }
    }
  }

  private void up(int start, int w, int h) {
    for (var y = 0; y < SIZE; y++) {
      var sy = Math.clamp((y + 0.5f) * h / SIZE - 0.5f, 0f, h - 1f);
      var iy = Math.min((int) sy, h - 2);
      var fy = sy - iy;
      for (var x = 0; x < SIZE; x++) {
        var sx = Math.clamp((x + 0.5f) * w / SIZE - 0.5f, 0f, w - 1f);
        var ix = Math.min((int) sx, w - 2);
        var fx = sx - ix;
        var at = iy * w + ix;
        crop[start + y * SIZE + x] =
            (small[at] * (1 - fx) + small[at + 1] * fx) * (1 - fy)
                + (small[at + w] * (1 - fx) + small[at + w + 1] * fx) * fy;
      }
    }
  }

  /** The blocks of strong compression: detail within a block fades, chroma goes first. */
  private void blocks() {
    var block = random.nextInt(3, 11);
    var keep = between(0.2, 0.9);
    var dx = random.nextInt(block);
    var dy = random.nextInt(block);
    for (var plane = 0; plane < 3; plane++) {
      var part = (float) (plane == 0 ? keep : keep * keep);
      for (var y = -dy; y < SIZE; y += block) {
        for (var x = -dx; x < SIZE; x += block) {
          flatten(plane * PLANE, x, y, block, part);
        }
      }
    }
  }

  private void flatten(int start, int x, int y, int block, float keep) {
    var x0 = Math.max(0, x);
    var y0 = Math.max(0, y);
    var x1 = Math.min(SIZE, x + block);
    var y1 = Math.min(SIZE, y + block);
    var sum = 0f;
    for (var v = y0; v < y1; v++) {
      for (var u = x0; u < x1; u++) {
        sum += crop[start + v * SIZE + u];
      }
    }
    var mean = sum / Math.max(1, (x1 - x0) * (y1 - y0));
    for (var v = y0; v < y1; v++) {
      for (var u = x0; u < x1; u++) {
        var i = start + v * SIZE + u;
        crop[i] = mean + (crop[i] - mean) * keep;
      }
    }
  }

  private void noise(double strength) {
    for (var i = 0; i < PLANE; i++) {
      crop[i] += (float) (strength * random.nextGaussian());
    }
    if (chance(0.3)) {
      for (var i = PLANE; i < 3 * PLANE; i++) {
        crop[i] += (float) (strength / 2 * random.nextGaussian());
      }
    }
  }
}

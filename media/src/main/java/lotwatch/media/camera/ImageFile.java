package lotwatch.media.camera;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;
import lotwatch.media.camera.BadImage.Kind;

/** The two kinds of image files that are taken, and what can be told before they are decoded. */
enum ImageFile {
  JPEG("ffd8ff"),
  PNG("89504e470d0a1a0a");

  /** The first byte of every PNG and of no JPEG. */
  static final byte PNG_FIRST = (byte) 0x89;

  /** More than any encoder makes; each costs a walk over all pixels. */
  static final int SCANS_MAX = 64;

  private static final int CHUNK_BYTES_MIN = 12;
  private static final Set<String> PNG_CHUNKS = Set.of("IHDR", "PLTE", "IDAT", "IEND");

  private final String magic;

  ImageFile(String magic) {
    this.magic = magic;
  }

  /** What javax.imageio calls it. */
  String format() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The kind of this file.
   *
   * @throws BadImage if it is of neither, too large, or not whole
   */
  static ImageFile of(byte[] file) throws BadImage {
    if (file.length > Still.BYTES_MAX) {
      throw new BadImage(
          Kind.TOO_LARGE,
          "an image of %d bytes, the limit is %d; send a smaller one"
              .formatted(file.length, Still.BYTES_MAX));
    }
    if (JPEG.begins(file)) {
      checkScans(file);
      return JPEG;
    }
    if (PNG.begins(file)) {
      checkChunks(file);
      return PNG;
    }
    throw new BadImage(Kind.OTHER, "not a JPEG or PNG image");
  }

  private boolean begins(byte[] file) {
    int length = magic.length() / 2;
    return file.length >= length && HexFormat.of().formatHex(file, 0, length).equals(magic);
  }

  /**
   * Markers cannot occur in coded pixels, so that counting them needs no parsing; thumbnails come
   * before the image and end before it begins.
   *
   * @see <a href="https://www.w3.org/Graphics/JPEG/itu-t81.pdf">ITU-T T.81, B.1.1.5</a>
   */
  private static void checkScans(byte[] jpeg) throws BadImage {
    boolean isOpen = false;
    for (int i = 0; i + 1 < jpeg.length; i++) {
      if (jpeg[i] == (byte) 0xff && jpeg[i + 1] == (byte) 0xda) {
        isOpen = true;
      } else if (jpeg[i] == (byte) 0xff && jpeg[i + 1] == (byte) 0xd9) {
        isOpen = false;
      }
    }
    int scans = JPEG.scans(jpeg);
    if (scans > SCANS_MAX) {
      throw new BadImage(
          Kind.DAMAGED, "a JPEG image of %d scans, the limit is %d".formatted(scans, SCANS_MAX));
    }
    if (scans == 0 || isOpen) {
      throw JPEG.cutOff();
    }
  }

  /** How often a decoder walks over all pixels of a file. */
  int scans(byte[] file) {
    if (this == PNG) {
      return 1;
    }
    int scans = 0;
    for (int i = 0; i + 1 < file.length; i++) {
      if (file[i] == (byte) 0xff && file[i + 1] == (byte) 0xda) {
        scans++;
      }
    }
    return scans;
  }

  /**
   * Walks over the chunks, so that no decoder takes memory for one that is longer than the file.
   *
   * @see <a href="https://www.w3.org/TR/png-3/#5Chunk-layout">PNG, section 5.3</a>
   */
  private static void checkChunks(byte[] png) throws BadImage {
    var in = ByteBuffer.wrap(png, 8, png.length - 8);
    var name = "";
    while (!name.equals("IEND")) {
      if (in.remaining() < CHUNK_BYTES_MIN) {
        throw PNG.cutOff();
      }
      int length = in.getInt();
      name = US_ASCII.decode(in.slice(in.position(), 4)).toString();
      if (length < 0 || length > in.remaining() - 8) {
        throw PNG.cutOff();
      }
      if (!PNG_CHUNKS.contains(name) && Character.isUpperCase(name.charAt(0))) {
        throw new BadImage(Kind.DAMAGED, "a PNG image with a chunk that we do not know");
      }
      in.position(in.position() + 4 + length + 4);
    }
  }

  private BadImage cutOff() {
    return new BadImage(Kind.DAMAGED, "a %s image that is cut off".formatted(this));
  }
}

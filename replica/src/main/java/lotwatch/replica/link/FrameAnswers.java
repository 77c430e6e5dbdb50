package lotwatch.replica.link;

import java.util.Arrays;
import lotwatch.wire.Frames;
import lotwatch.wire.Frames.Away;
import lotwatch.wire.Frames.Rejected;
import lotwatch.wire.Frames.Taken;
import lotwatch.wire.proto.GiveFrameAnswer;

/** What became of a frame, on its way from node to node. */
final class FrameAnswers {
  private FrameAnswers() {}

  /** The answer as it is sent. */
  static GiveFrameAnswer message(Frames.Answer answer) {
    var message = GiveFrameAnswer.newBuilder();
    switch (answer) {
      case Taken _ -> message.setTaken(GiveFrameAnswer.Taken.getDefaultInstance());
      case Rejected(var reason, var detail) ->
          message.getRejectedBuilder().setReason(reason.name()).setDetail(detail);
      case Away(var detail) -> message.getAwayBuilder().setDetail(detail);
    }
    return message.build();
  }

  /** The answer that another node gave. */
  static Frames.Answer of(GiveFrameAnswer message) {
    return switch (message.getAnswerCase()) {
      case TAKEN -> new Taken(false);
      case REJECTED -> rejected(message.getRejected());
      case AWAY -> new Away(message.getAway().getDetail());
      case ANSWER_NOT_SET -> new Away("an answer that this node does not understand");
    };
  }

  /** A reason of a newer program is one that we do not know: perhaps it passes. */
  private static Frames.Answer rejected(GiveFrameAnswer.Rejected rejected) {
    return Arrays.stream(Frames.Reason.values())
        .filter(reason -> reason.name().equals(rejected.getReason()))
        .findFirst()
        .<Frames.Answer>map(reason -> new Rejected(reason, rejected.getDetail()))
        .orElseGet(() -> new Away(rejected.getDetail()));
  }
}

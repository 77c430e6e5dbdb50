package lotwatch.lab.bench.peers;

import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.nio.NioEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioSocketChannel;
import java.io.IOException;
import java.nio.channels.Selector;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import lotwatch.lab.bench.servers.EtcdMembers;

/**
 * One member of etcd, on disk before it tells: each event is a put on one key that all watch, each
 * with a connection of its own. All connections are read by one thread, as those of the others are.
 */
final class EtcdWatch implements Broker {
  /** What is put and watched. */
  static final ByteString KEY = ByteString.copyFromUtf8(Payload.LOT);

  private final EtcdMembers member;
  private final EventLoopGroup listening = new NioEventLoopGroup(1);
  private final EventLoopGroup publishing = new NioEventLoopGroup(1);

  /**
   * Starts it.
   *
   * @param folder empty
   */
  EtcdWatch(Path program, Path folder) throws IOException {
    member = new EtcdMembers(program, folder, 1);
  }

  @Override
  public String name() {
    return "etcd";
  }

  @Override
  public String about() {
    return "etcd %s, one member, each put synced before it is told to those who watch its key"
        .formatted(member.version());
  }

  @Override
  public PeerSubscriber join(Audience audience, Selector selector) {
    return new EtcdSubscriber(audience, connect(listening));
  }

  @Override
  public Publisher publisher() {
    return new EtcdPublisher(connect(publishing));
  }

  private ManagedChannel connect(EventLoopGroup thread) {
    return NettyChannelBuilder.forAddress(Broker.local(member.leader()))
        .eventLoopGroup(thread)
        .channelType(NioSocketChannel.class)
        .directExecutor()
        .usePlaintext()
        .build();
  }

  /** It drops nothing: one who reads again is told what it missed. */
  @Override
  public OptionalLong dropped() {
    return OptionalLong.empty();
  }

  @Override
  public void close() {
    var _ = listening.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    var _ = publishing.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    member.close();
  }
}

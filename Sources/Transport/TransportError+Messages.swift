import Cryptography

extension TransportError {
    /// What happened and what to do, in English.
    package var english: String {
        switch self {
        case .system(let failure): "\(failure.call.rawValue) failed: \(failure.reason)"
        case .portInUse(let endpoint):
            "port \(endpoint.port) is already in use at \(endpoint.host); "
                + "stop the other process or configure another port"
        case .cannotListen(let endpoint, let failure):
            "cannot listen at \(endpoint): \(failure.reason)"
        case .hostUnknown(let endpoint): "host \(endpoint.host) cannot be resolved"
        case .cannotConnect(let endpoint, let errorNumber):
            "cannot connect to \(endpoint): \(Self.reason(errorNumber))"
        case .identityUnusable(let failure):
            "the transport key or certificate cannot be used: \(failure.reason)"
        case .tls(let failure): "TLS failed: \(failure.reason)"
        case .handshakeTimedOut(let ms): "the peer did not finish its handshake in \(ms) ms"
        case .peerKeyMissing: "the peer showed no P-256 key"
        case .peerKeyRefused(let key): "the peer's key \(Self.short(key)) is not the expected one"
        case .helloInvalid: "the peer's first frame is not a hello of this protocol version"
        case .helloRefused(let key): "no registered node has the key \(Self.short(key))"
        case .wrongChain: "the peer belongs to another chain"
        case .wrongName(let expected, let found):
            "the peer calls itself \(found), its key is registered for \(expected)"
        case .frameTooLong(let announced, let limit):
            "the peer announced a frame of \(announced) bytes; the limit is \(limit)"
        case .slowPeer(let queued, let limit):
            "the peer reads too slowly: \(queued) bytes wait, the limit is \(limit)"
        case .idle(let ms): "the connection was idle for \(ms) ms"
        case .tooManyConnections(let limit): "there are already \(limit) connections"
        case .replaced: "a newer connection of the same peer took its place"
        case .closedByPeer: "the peer closed the connection"
        case .connectionLost(let errorNumber):
            "the connection was lost: \(Self.reason(errorNumber))"
        case .closedHere: "the connection was closed by this process"
        case .timedOut(let ms): "nothing arrived within \(ms) ms"
        }
    }

    /// What happened and what to do, in Chinese.
    package var chinese: String {
        switch self {
        case .system(let failure): "系统调用 \(failure.call.rawValue) 失败：\(failure.reason)"
        case .portInUse(let endpoint):
            "地址 \(endpoint.host) 的端口 \(endpoint.port) 已被占用；请停止占用该端口的进程或改用其他端口"
        case .cannotListen(let endpoint, let failure):
            "无法在 \(endpoint) 监听：\(failure.reason)"
        case .hostUnknown(let endpoint): "无法解析主机名 \(endpoint.host)"
        case .cannotConnect(let endpoint, let errorNumber):
            "无法连接 \(endpoint)：\(Self.reason(errorNumber))"
        case .identityUnusable(let failure): "传输密钥或证书无法使用：\(failure.reason)"
        case .tls(let failure): "TLS 失败：\(failure.reason)"
        case .handshakeTimedOut(let ms): "对方未在 \(ms) 毫秒内完成握手"
        case .peerKeyMissing: "对方未出示 P-256 密钥"
        case .peerKeyRefused(let key): "对方密钥 \(Self.short(key)) 与登记的密钥不符"
        case .helloInvalid: "对方的首帧不是本协议版本的问候帧"
        case .helloRefused(let key): "没有已登记的节点使用密钥 \(Self.short(key))"
        case .wrongChain: "对方属于另一条链"
        case .wrongName(let expected, let found): "对方自称 \(found)，其密钥登记的名称是 \(expected)"
        case .frameTooLong(let announced, let limit):
            "对方声明的帧长 \(announced) 字节超过上限 \(limit) 字节"
        case .slowPeer(let queued, let limit):
            "对方接收过慢：待发 \(queued) 字节，上限 \(limit) 字节"
        case .idle(let ms): "连接空闲已达 \(ms) 毫秒"
        case .tooManyConnections(let limit): "连接数已达上限 \(limit)"
        case .replaced: "同一对方的新连接取代了此连接"
        case .closedByPeer: "对方关闭了连接"
        case .connectionLost(let errorNumber): "连接中断：\(Self.reason(errorNumber))"
        case .closedHere: "本进程关闭了连接"
        case .timedOut(let ms): "\(ms) 毫秒内未收到数据"
        }
    }

    private static func reason(_ errorNumber: Int32) -> String {
        errorNumber == 0
            ? "end of stream"
            : SystemFailure(call: .connect, errorNumber: errorNumber).reason
    }

    /// The first bytes of a key's x coordinate: enough to find it in a list.
    private static func short(_ key: PublicKey) -> String {
        let digits = Array("0123456789abcdef")
        return key.bytes.dropFirst().prefix(8).reduce(into: "") { text, byte in
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
    }
}

import Testing

@testable import Intake

@Suite struct PulseTests {
    private let start = ContinuousClock.now

    @Test func documentsThatComeToNoEndAreNoSignOfLife() {
        var pulse = Pulse(patience: .seconds(10), now: start)
        #expect(pulse.isAlive(now: start + .seconds(9)))
        #expect(!pulse.isAlive(now: start + .seconds(10)))
        pulse.noteProgress(now: start + .seconds(11))
        #expect(pulse.isAlive(now: start + .seconds(20)))
    }

    @Test func aLargeFileThatIsCopiedIsProgress() {
        var pulse = Pulse(patience: .seconds(10), now: start)
        pulse.note(activity: 5, now: start + .seconds(9))
        #expect(pulse.isAlive(now: start + .seconds(18)))
        pulse.note(activity: 5, now: start + .seconds(18))
        #expect(!pulse.isAlive(now: start + .seconds(19)))
    }

    @Test func whatIsOnItsWayKeepsTheTimeThatItWasGiven() {
        var pulse = Pulse(patience: .seconds(100), now: start)
        pulse.change(patience: .seconds(10), whileInWork: true)
        #expect(pulse.isAlive(now: start + .seconds(50)))
        pulse.change(patience: .seconds(10), whileInWork: false)
        #expect(!pulse.isAlive(now: start + .seconds(50)))
    }
}

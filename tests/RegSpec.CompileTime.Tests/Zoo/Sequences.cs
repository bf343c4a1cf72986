using RegSpec;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Zoo
{
    namespace Sequences
    {
        /// <summary>The classical language model; recurrent biases named by a pattern.</summary>
        [WeightDecay(1.2e-6)]
        public class CharLstm : Module<Tensor, Tensor>
        {
            private readonly Embedding embedding;
            [NoWeightDecay(Parameters = "bias_ih_l*;bias_hh_l*")]
            private readonly LSTM lstm;
            private readonly Linear decoder;

            public CharLstm(int vocabulary, int hidden)
                : base(nameof(CharLstm))
            {
                embedding = Embedding(vocabulary, hidden);
                lstm = LSTM(hidden, hidden, numLayers: 2, dropout: 0.2);
                decoder = Linear(hidden, vocabulary);
                RegisterComponents();
            }

            public override Tensor forward(Tensor x)
            {
                var (y, _, _) = lstm.call(embedding.call(x));
                return decoder.call(y);
            }
        }

        /// <summary>Both directions, one layer, an exact recurrent name.</summary>
        [WeightDecay(1e-5)]
        public sealed class GruTagger : Module<Tensor, Tensor>
        {
            private readonly Embedding words = Embedding(10_000, 100);
            [WeightDecay(1e-4, Parameters = "weight_hh_l0;weight_hh_l0_reverse")]
            private readonly GRU gru = GRU(100, 100, bidirectional: true);
            private readonly Module<Tensor, Tensor> tags = Linear(200, 17);

            public GruTagger()
                : base("tagger") => RegisterComponents();

            public override Tensor forward(Tensor x) => tags.forward(gru.call(words.forward(x)).Item1);
        }

        /// <summary>A cell stepped by hand; a bias switched by an argument of the constructor.</summary>
        [WeightDecay(1e-4)]
        public sealed class Stepper : Module<Tensor, Tensor, Tensor>
        {
            [NoWeightDecay(Parameters = "bias_*")]
            private readonly RNNCell cell;
            private readonly Linear read;

            public Stepper(long width, bool bias)
                : base("stepper")
            {
                cell = RNNCell(width, width, bias: bias);
                read = Linear(width, 1, hasBias: bias);
                RegisterComponents();
            }

            public override Tensor forward(Tensor x, Tensor h)
            {
                for (int t = 0; t < 8; t++)
                {
                    h = cell.call(x.select(0, t), h);
                }

                return read.call(h);
            }
        }

        /// <summary>Parallel widths in a ModuleList from LINQ.</summary>
        [WeightDecay(3e-4)]
        public sealed class TextCnn : Module<Tensor, Tensor>
        {
            private readonly Embedding embed;
            private readonly ModuleList<Conv1d> convs;
            private readonly Linear head;

            public TextCnn(int[] widths)
                : base(nameof(TextCnn))
            {
                embed = Embedding(5000, 64);
                convs = ModuleList(widths.Select(w => Conv1d(64, 100, w)).ToArray());
                head = Linear(100 * widths.Length, 2);
                RegisterComponents();
            }

            public override Tensor forward(Tensor x)
            {
                var e = embed.call(x).transpose(1, 2);
                var pooled = convs.Select(conv => functional.relu(conv.call(e)).max(2).values).ToList();
                return head.call(torch.cat(pooled, 1));
            }
        }

        /// <summary>An encoder that is part of another model.</summary>
        public class Encoder : Module<Tensor, (Tensor, Tensor)>
        {
            private readonly Embedding embed;
            private readonly GRU gru;

            public Encoder(int vocabulary, int hidden)
                : base("encoder")
            {
                embed = Embedding(vocabulary, hidden);
                gru = GRU(hidden, hidden, batchFirst: true);
                RegisterComponents();
            }

            public override (Tensor, Tensor) forward(Tensor x) => gru.call(embed.call(x));
        }

        /// <summary>Its own default nested in the model's.</summary>
        [WeightDecay(0.1)]
        public class AttentionDecoder : Module<Tensor, Tensor, Tensor>
        {
            private readonly Embedding embed;
            private readonly Linear query, key, score;
            private readonly GRU gru;
            private readonly Linear output;

            public AttentionDecoder(int vocabulary, int hidden)
                : base("decoder")
            {
                embed = Embedding(vocabulary, hidden);
                query = Linear(hidden, hidden);
                key = Linear(hidden, hidden, hasBias: false);
                score = Linear(hidden, 1, hasBias: false);
                gru = GRU(2 * hidden, hidden, batchFirst: true);
                output = Linear(hidden, vocabulary);
                RegisterComponents();
            }

            public override Tensor forward(Tensor token, Tensor states)
            {
                var scores = score.call(torch.tanh(query.call(states) + key.call(states)));
                var context = (functional.softmax(scores, 1) * states).sum(1, keepdim: true);
                var (y, _) = gru.call(torch.cat(new[] { embed.call(token), context }, -1));
                return output.call(y);
            }
        }

        /// <summary>Two user modules, a declaration on one of them, a pattern on the other.</summary>
        [WeightDecay(0.01)]
        public class Translator : Module<Tensor, Tensor, Tensor>
        {
            [WeightDecay(0.02)]
            private readonly Encoder encoder;
            [NoWeightDecay(Parameters = "embed.*")]
            private readonly AttentionDecoder decoder;

            public Translator(int vocabulary)
                : base("translator")
            {
                encoder = new Encoder(vocabulary, 256);
                decoder = new AttentionDecoder(vocabulary, 256);
                RegisterComponents();
            }

            public override Tensor forward(Tensor source, Tensor target)
            {
                var (states, _) = encoder.forward(source);
                return decoder.forward(target, states);
            }
        }
    }
}

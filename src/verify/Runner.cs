using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Threading;
using System.Threading.Tasks;

// Compiles and runs many snippets in one Mono, each an assembly of its own. Mono's compiler is a
// program that can be loaded; it knows no async Main, so Main is found and waited for here.
//
// Arguments: the time limit in milliseconds and the path of mcs.exe. See helper.rs for the rest.
static class Runner
{
    static readonly TextWriter Answers = Console.Out;
    static readonly object Compiling = new object();
    static readonly object Answering = new object();
    static MethodInfo compiler;
    static int limit;

    static int Main(string[] arguments)
    {
        limit = int.Parse(arguments[0]);
        compiler = Assembly.LoadFrom(arguments[1])
            .GetType("Mono.CSharp.CompilerCallableEntryPoint")
            .GetMethod("InvokeCompiler");
        Console.SetOut(TextWriter.Null);
        ThreadPool.SetMinThreads(32, 32);
        var jobs = new BlockingCollection<string[]>();
        var workers = Enumerable.Range(0, Environment.ProcessorCount + 1).Select(_ =>
        {
            var worker = new Thread(() =>
            {
                foreach (var job in jobs.GetConsumingEnumerable())
                {
                    Work(job[0], job[1]);
                }
            });
            worker.Start();
            return worker;
        }).ToList();
        for (string line; (line = Console.In.ReadLine()) != null;)
        {
            jobs.Add(line.Split('\t'));
        }
        jobs.CompleteAdding();
        workers.ForEach(worker => worker.Join());
        Environment.Exit(0);
        return 0;
    }

    static void Work(string number, string directory)
    {
        try
        {
            var assembly = Path.Combine(directory, "Snippet" + number + ".dll");
            var complaints = new StringWriter();
            var options = new[]
            {
                "-target:library", "-r:System.Net.Http", "-out:" + assembly,
                Path.Combine(directory, "Program.cs"),
            };
            bool compiled;
            lock (Compiling)
            {
                compiled = (bool)compiler.Invoke(null, new object[] { options, complaints });
            }
            if (!compiled)
            {
                Answer(number, "not compiled", complaints.ToString());
                return;
            }
            Run(number, directory, Assembly.Load(File.ReadAllBytes(assembly)));
        }
        catch (Exception failure)
        {
            Answer(number, "failed", failure.ToString());
        }
    }

    static void Run(string number, string directory, Assembly snippet)
    {
        var main = snippet.GetTypes()
            .Select(type => type.GetMethod(
                "Main", BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
            .First(method => method != null);
        var arguments = main.GetParameters().Length == 0 ? null : new object[] { new string[0] };
        Exception thrown = null;
        var thread = new Thread(() =>
        {
            try
            {
                var task = main.Invoke(null, arguments) as Task;
                if (task != null)
                {
                    task.GetAwaiter().GetResult();
                }
            }
            catch (Exception failure)
            {
                thrown = failure;
            }
        });
        thread.IsBackground = true;
        thread.Start();
        var ended = thread.Join(limit);
        ClaimCanary(directory);
        if (!ended)
        {
            Answer(number, "timed out", "");
        }
        else if (thrown != null)
        {
            Answer(number, "failed", thrown.ToString());
        }
        else
        {
            Answer(number, "ended", "");
        }
    }

    // All snippets share one working directory; a canary in it is blamed on who just ran.
    static void ClaimCanary(string directory)
    {
        lock (Answering)
        {
            if (File.Exists("canary"))
            {
                File.Move("canary", Path.Combine(directory, "canary"));
            }
        }
    }

    static void Answer(string number, string outcome, string detail)
    {
        var text = detail.Length > 4000 ? detail.Substring(0, 4000) : detail;
        text = text.Replace("\\", "\\\\").Replace("\n", "\\n").Replace("\r", "").Replace("\t", "\\t");
        lock (Answering)
        {
            Answers.Write(number + "\t" + outcome + "\t" + text + "\n");
            Answers.Flush();
        }
    }
}
